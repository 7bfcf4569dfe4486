import { createCorrupter, type Corruption } from "@evalpool/corruptions";
import type { ImageFormat, IndexedSource } from "@evalpool/data";
import { openImages } from "@evalpool/data/node";
import { required } from "@evalpool/errors";
import type { PlanarImage } from "@evalpool/pictures";

/** Images of a source to look at, by index. */
export interface ViewReader extends Disposable {
  /** @throws {DataError} when they cannot be read, or their file changed */
  readonly read: (indices: readonly number[]) => Promise<PlanarImage[]>;
}

/**
 * Opens the images of a source, to be drawn: as bytes, whatever their elements are.
 *
 * @param corruption what was done to them when they were evaluated
 */
export function openView(source: IndexedSource, corruption?: Corruption): ViewReader {
  const { format } = source;
  const reader = openImages(source);
  const readOne = async (index: number): Promise<PlanarImage> => {
    if (format === undefined) {
      const [image] = (await reader.readEach?.(index, 1)) ?? [];
      return required(image, "image by itself");
    }
    const { channels, height, width, element } = format;
    const length = channels * height * width;
    const elements = new Uint8Array(length * (element === "uint8" ? 1 : 4));
    await reader.read(index, elements);
    const shape = [channels, height, width] as const;
    return { shape, bytes: element === "uint8" ? elements : toBytes(elements, format) };
  };
  return {
    async read(indices) {
      const images: PlanarImage[] = [];
      for (const index of indices) {
        const image = await readOne(index);
        images.push(corruption ? corrupted(image, index, corruption) : image);
      }
      return images;
    },
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}

function corrupted(
  { shape, bytes }: PlanarImage,
  index: number,
  corruption: Corruption,
): PlanarImage {
  const into = new Uint8Array(bytes.length);
  createCorrupter(corruption, shape)(bytes, index, into);
  return { shape, bytes: into };
}

/** Floats whose white is known as the bytes that they stand for, others from the least to the most. */
function toBytes({ buffer }: Uint8Array<ArrayBuffer>, { white }: ImageFormat): Uint8Array {
  const floats = new Float32Array(buffer);
  const finite = floats.filter((value) => Number.isFinite(value));
  const least = white === undefined ? finite.reduce((a, b) => Math.min(a, b), Infinity) : 0;
  const most = white ?? finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = most > least ? 255 / (most - least) : 0;
  const clamped = Uint8ClampedArray.from(floats, (value) => (value - least) * scale);
  return new Uint8Array(clamped.buffer);
}
