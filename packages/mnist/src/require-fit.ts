import { DataError } from "@evalpool/errors";

/** What the header of a file says. */
interface Headed {
  readonly file: string;
  readonly shape: readonly number[];
}

/** Images whose labels are still held in memory. */
const MOST_IMAGES = 2 ** 29;

/** @throws {DataError} when there are no images, too many, or not as many labels */
export function requireFit(images: Headed, labels: Headed): void {
  const { shape } = images;
  const [count = 0] = labels.shape;
  if (shape[0] !== count) {
    throw new DataError(
      labels.file,
      `${count} labels for the ${shape[0]} images of ${images.file}`,
    );
  }
  if (shape.includes(0)) {
    throw new DataError(images.file, `expected images, got shape (${shape.join(",")})`);
  }
  if (count > MOST_IMAGES) {
    throw new DataError(images.file, `expected at most ${MOST_IMAGES} images, got ${count}`);
  }
}
