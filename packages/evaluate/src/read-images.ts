import type { ImageReader, ReadImage } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { requireFit, type ImageShape } from "@evalpool/models";
import type { Job } from "./job.js";
import { prepareImages, type PrepareImages } from "./prepare-images.js";
import { scaleFloats } from "./scale-floats.js";

/** Reads `count` images from the `first` on, as the predictor takes them; a promise is to be awaited. */
export type ReadImages = (
  reader: ImageReader,
  first: number,
  count: number,
  into: Uint8Array,
) => Promise<void> | undefined;

/** What of a job says how its images are read. */
export interface Reading extends Pick<Job, "taker" | "inputWidth" | "corruption"> {
  readonly images: Pick<Job["images"], "format">;
}

/**
 * What reads a job's images: as they are stored, or through memory of its own where preprocessing
 * turns their bytes into those of other images.
 *
 * @param images read at once, at most
 */
export function createReadImages(job: Reading, images: number): ReadImages {
  const {
    images: { format },
    inputWidth,
  } = job;
  if (format === undefined) return readEach(job);
  const shape = [format.channels, format.height, format.width] as const;
  if (format.element === "float32") return readFloats(job, shape, format.white);
  const prepare = prepareImages(job, shape);
  if (prepare === undefined) {
    return (reader, first, count, into) => reader.read(first, into.subarray(0, count * inputWidth));
  }
  const length = lengthOf(shape);
  const stored = new Uint8Array(images * length);
  return (reader, first, count, into) => {
    const some = stored.subarray(0, count * length);
    const reading = reader.read(first, some);
    if (reading) return reading.then(() => prepare(some, into, first, count));
    prepare(some, into, first, count);
    return undefined;
  };
}

/** Floats are scaled where they are read to: no table of 256 has them. */
function readFloats(
  { taker: { preprocess }, inputWidth }: Reading,
  shape: ImageShape,
  white: 1 | undefined,
): ReadImages {
  const scale = scaleFloats(preprocess, shape, white);
  return (reader, first, count, into) => {
    const some = into.subarray(0, count * inputWidth);
    const reading = reader.read(first, some);
    if (reading) return reading.then(() => scale(some));
    scale(some);
    return undefined;
  };
}

/** Preparations that are kept: images come in a few sizes, or in very many. */
const MOST_SHAPES = 64;

/** Images that are decoded at once: they may be photographs, of a hundred megabytes each. */
const AT_ONCE = 8;

/** Images of several sizes, each prepared by itself. */
function readEach(job: Reading): ReadImages {
  const { taker, inputWidth } = job;
  const preparations = new Map<string, PrepareImages | undefined>();
  const prepare = ({ shape, bytes, name }: ReadImage, into: Uint8Array, index: number): void => {
    const key = shape.join();
    if (!preparations.has(key)) {
      const [channels, height, width] = shape;
      requireFit(taker, name, { channels, height, width });
      if (preparations.size === MOST_SHAPES) preparations.clear();
      preparations.set(key, prepareImages(job, shape));
    }
    const preparation = preparations.get(key);
    if (preparation) preparation(bytes, into, index, 1);
    else into.set(bytes);
  };
  return async (reader, first, count, into) => {
    if (reader.readEach === undefined) throw new DataError("images", "expected a format of them");
    for (let start = 0; start < count; start += AT_ONCE) {
      const some = await reader.readEach(first + start, Math.min(AT_ONCE, count - start));
      for (const [i, image] of some.entries()) {
        const at = start + i;
        prepare(image, into.subarray(at * inputWidth, (at + 1) * inputWidth), first + at);
      }
    }
  };
}

function lengthOf([channels, height, width]: ImageShape): number {
  return channels * height * width;
}
