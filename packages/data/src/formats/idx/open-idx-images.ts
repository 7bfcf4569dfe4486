import { DataError, formatShape } from "@evalpool/errors";
import type { ImageFormat, ImageHandle } from "@evalpool/mnist";
import {
  allocateShared,
  decodeElements,
  openIdx,
  readOpenIdx,
  type IdxHeader,
  type OpenIdx,
} from "@evalpool/mnist/node";
import { imageAxes } from "../../image-axes.js";
import { elementOf, scanPixels, toPixels, type Numbers } from "../../pixels-of-numbers.js";
import { createSpool } from "../../spool.js";
import type { OpenOptions } from "../format.js";

/** The images of an IDX file. */
export interface IdxImages {
  readonly format: ImageFormat;
  readonly handle: ImageHandle;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

/** @throws {DataError} when it holds no images, which is found before they are read */
export function imageFormat(idx: OpenIdx, shape?: readonly number[]): Omit<ImageFormat, "element"> {
  const { file, header } = idx;
  if (header.shape.length === 1) {
    const got = `${header.type.name} of shape ${formatShape(header.shape)}`;
    throw new DataError(file, `expected images, got ${got}, as labels have`);
  }
  const axes = imageAxes(header.shape, file, shape);
  if (!header.shape.includes(0)) return axes;
  throw new DataError(file, `expected images, got shape ${formatShape(header.shape)}`);
}

/**
 * Opens images of any type of elements. Bytes that are not compressed stay in their file; what is
 * compressed, or of wider elements, is held in memory as far as it may be.
 *
 * @throws {DataError} when the file is damaged
 */
export async function openIdxImages(
  idx: OpenIdx,
  { shape, memory, isRepeated }: OpenOptions,
): Promise<IdxImages> {
  const axes = imageFormat(idx, shape);
  const { file, header, isGzip } = idx;
  if (header.type.name !== "uint8") return convert(idx, axes, memory);
  const format = { ...axes, element: "uint8" } as const;
  const [count = 0] = header.shape;
  const stride = (header.byteLength - header.headerLength) / count;
  if (header.byteLength <= memory && (isGzip || isRepeated)) {
    const { data, sha256 } = await readOpenIdx(idx, undefined, allocateShared);
    return { format, handle: data as Uint8Array, sha256 };
  }
  if (!isGzip) {
    const { sha256, stamp } = await idx.digest();
    const part = { file, stamp, offset: header.headerLength, stride, count };
    return { format, handle: { kind: "stored", parts: [part] }, sha256 };
  }
  using spool = createSpool(memory);
  const { sha256 } = await idx.digest(undefined, (piece) => spool.write(piece));
  return { format, handle: spool.finish(stride, file), sha256 };
}

/** Reads the file twice: what its numbers mean is known when all were seen. */
async function convert(
  idx: OpenIdx,
  axes: Omit<ImageFormat, "element">,
  memory: number,
): Promise<IdxImages> {
  const { file, header } = idx;
  const scan = scanPixels(file);
  const { sha256 } = await idx.digest(undefined, asNumbers(header, scan.add));
  const meaning = scan.meaning();
  const element = elementOf(meaning);
  using spool = createSpool(memory);
  await using again = await openIdx(file);
  const second = await again.digest(
    undefined,
    asNumbers(header, (numbers) => spool.write(toPixels(numbers, meaning))),
  );
  if (second.sha256 !== sha256) {
    throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
  }
  const pixels = axes.channels * axes.height * axes.width;
  const stride = pixels * (element.element === "uint8" ? 1 : 4);
  return { format: { ...axes, ...element }, handle: spool.finish(stride, file), sha256 };
}

/** Takes bytes in pieces, which may end within an element. */
function asNumbers(
  { type }: IdxHeader,
  take: (numbers: Numbers) => void,
): (piece: Uint8Array) => void {
  const width = type.create(0).BYTES_PER_ELEMENT;
  let rest = new Uint8Array();
  return (piece) => {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % width);
    take(decodeElements(type, bytes.subarray(0, whole)));
    // A copy, for the piece's memory is used again.
    rest = bytes.slice(whole);
  };
}
