import {
  bytesOfElement,
  countElements,
  decodeArray,
  rowMajor,
  type ElementType,
} from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import type { ImageHandle } from "@evalpool/mnist";
import {
  elementOf,
  scanPixels,
  toPixels,
  type Numbers,
  type PixelMeaning,
} from "../../pixels-of-numbers.js";
import { createSpool } from "../../spool.js";
import type { OpenOptions } from "../format.js";
import type { ArrayFile } from "./array-file.js";
import { decodeOrRefuse, readArray } from "./read-array.js";
import { inWholes } from "./in-wholes.js";

/** Images as a source has them. */
export interface Pixels {
  readonly handle: ImageHandle;
  readonly stored: ReturnType<typeof elementOf>;
  readonly sha256: string;
}

type Options = Pick<OpenOptions, "memory" | "isRepeated">;

/** Bytes of an array in order F, which is put in order in memory. */
const MOST_IN_ORDER_F = 2 ** 30;

/**
 * Reads the pixels of images, `[N, …]`. What its file has as it is used stays there; what is other
 * is made so, in memory or, where that is too little, in a temporary file.
 *
 * @throws {DataError} when the file is damaged, or a pixel is not finite
 */
export async function readPixels(array: ArrayFile, options: Options): Promise<Pixels> {
  const { type, shape, isFortran, place } = array;
  const [count = 1] = shape;
  if (isFortran && shape.length > 1) return readInOrderF(array, options);
  const scanned = type.kind === "uint8" ? undefined : await scanAll(array);
  const meaning = scanned?.meaning ?? "bytes";
  const stored = elementOf(meaning);
  const stride = countElements(shape.slice(1)) * (stored.element === "uint8" ? 1 : 4);
  const isHeld = options.isRepeated === true && stride * count <= options.memory;
  if (place && isUsedAsStored(type, stored.element) && !isHeld) {
    const { sha256, stamp } = scanned ?? (await array.pour(() => undefined));
    const part = { ...place, stamp, stride, count };
    return { handle: { kind: "stored", parts: [part] }, stored, sha256 };
  }
  using spool = createSpool(options.memory);
  const { sha256 } = await pourNumbers(array, (numbers) => spool.write(toPixels(numbers, meaning)));
  if (scanned && scanned.sha256 !== sha256) {
    throw new DataError(array.told, "expected a file at rest, got one that changed meanwhile");
  }
  return { handle: spool.finish(stride, array.told), stored, sha256 };
}

function isUsedAsStored({ kind, littleEndian }: ElementType, element: string): boolean {
  return kind === element && (kind === "uint8" || littleEndian);
}

/** What the numbers mean is known when all were seen. */
async function scanAll(array: ArrayFile): Promise<Scanned> {
  const scan = scanPixels(array.told);
  const poured = await pourNumbers(array, scan.add);
  return { ...poured, meaning: scan.meaning() };
}

type Scanned = Awaited<ReturnType<ArrayFile["pour"]>> & { readonly meaning: PixelMeaning };

/** Gives the elements in the order in which they lie, some at a time. */
function pourNumbers(
  { told, type, pour }: ArrayFile,
  use: (numbers: Numbers) => void,
): ReturnType<ArrayFile["pour"]> {
  const width = bytesOfElement(type);
  return pour(
    inWholes(width, (bytes) => {
      const axes = rowMajor([bytes.length / width]);
      use(
        pixelNumbers(
          decodeOrRefuse(told, () => decodeArray({ bytes, type, axes }).data),
          type,
        ),
      );
    }),
  );
}

/** Of booleans true is white, as 1 is of floats. */
function pixelNumbers(numbers: Numbers, { kind }: ElementType): Numbers {
  return kind === "bool" ? Float32Array.from(numbers) : numbers;
}

async function readInOrderF(array: ArrayFile, { memory }: Options): Promise<Pixels> {
  const { told, type, shape } = array;
  if (countElements(shape) * bytesOfElement(type) > MOST_IN_ORDER_F) {
    const advice = "save it with numpy.ascontiguousarray";
    throw new DataError(told, `expected up to 1 GiB of images in Fortran order; ${advice}`);
  }
  const whole = await readArray(array, MOST_IN_ORDER_F);
  const numbers = pixelNumbers(whole.data, type);
  const scan = scanPixels(told);
  scan.add(numbers);
  const stored = elementOf(scan.meaning());
  const bytes = toPixels(numbers, scan.meaning());
  using spool = createSpool(memory);
  spool.write(bytes);
  const handle = spool.finish(bytes.length / (shape[0] ?? 1), told);
  return { handle, stored, sha256: whole.sha256 };
}
