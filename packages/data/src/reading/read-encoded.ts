import { DataError } from "@evalpool/errors";
import type { ImageFormat } from "@evalpool/mnist";
import { decodeImage } from "../images/decode-image.js";
import type { ImageReader, ReadImage } from "../image-source.js";
import type { EncodedBytes } from "./encoded-bytes.js";

/**
 * Images that are decoded at once for one reader. The library decodes them in threads of the process
 * that all readers share, four unless `$UV_THREADPOOL_SIZE` says another number.
 */
const LANES = 4;

/** Decodes images where they are wanted. @param format of all of them, where they have the same */
export function readEncoded(encoded: EncodedBytes, format?: ImageFormat): ImageReader {
  const decode = (index: number): ReadImage | Promise<ReadImage> => {
    const name = encoded.nameOf(index);
    const bytes = encoded.bytesOf(index);
    if (bytes instanceof Promise) return bytes.then((some) => decodeImage(some, name));
    return decodeImage(bytes, name);
  };
  return {
    read(first, into) {
      if (format === undefined) throw new DataError("images", "expected a format of them");
      const { channels, height, width } = format;
      const length = channels * height * width;
      return inTurn(decode, first, into.length / length, (image, i) => {
        requireShape(image, [channels, height, width]);
        into.set(image.bytes, i * length);
      });
    },
    async readEach(first, count) {
      const images: ReadImage[] = [];
      await inTurn(decode, first, count, (image, i) => {
        images[i] = image;
      });
      return images;
    },
    [Symbol.dispose]: () => encoded[Symbol.dispose](),
  };
}

type Decode = (index: number) => ReadImage | Promise<ReadImage>;
type Take = (image: ReadImage, i: number) => void;

/** Waits only where one has to be waited for; then a few are decoded at once. */
function inTurn(
  decode: Decode,
  first: number,
  count: number,
  take: Take,
): Promise<void> | undefined {
  for (let i = 0; i < count; i++) {
    const image = decode(first + i);
    if (image instanceof Promise) return inLanes(decode, first, count, take, i, image);
    take(image, i);
  }
  return undefined;
}

async function inLanes(
  decode: Decode,
  first: number,
  count: number,
  take: Take,
  started: number,
  pending: Promise<ReadImage>,
): Promise<void> {
  let next = started + 1;
  let isOver = false;
  const goOn = async (): Promise<void> => {
    while (next < count && !isOver) {
      const i = next++;
      take(await decode(first + i), i);
    }
  };
  const start = async (): Promise<void> => {
    take(await pending, started);
    await goOn();
  };
  const lanes = [start(), ...Array.from({ length: LANES - 1 }, goOn)];
  const stop = (): void => {
    isOver = true;
  };
  for (const lane of lanes) lane.catch(stop);
  // None goes on when the memory is somebody else's again.
  const [failure] = (await Promise.allSettled(lanes)).filter(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}

function requireShape({ shape, name }: ReadImage, expected: readonly number[]): void {
  if (shape.join() === expected.join()) return;
  const order = "(channels × height × width)";
  const reason = `expected an image of ${expected.join("×")}, as the others, got ${shape.join("×")}`;
  throw new DataError(name, `${reason} ${order}`);
}
