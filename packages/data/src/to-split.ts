import { DataError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/mnist";
import type { Split } from "@evalpool/mnist/node";
import { openImages } from "./reading/open-images.js";

/**
 * A source's images, all of them in memory, for who takes a split as MNIST's is.
 *
 * @throws {DataError} when they are not gray images of bytes, or of more than 256 classes
 */
export async function toSplit(source: IndexedSource): Promise<Split> {
  const { name, split, format, count, labels, classes, digest } = source;
  const isGray = format?.channels === 1 && format.element === "uint8";
  if (!isGray || labels instanceof Uint16Array) {
    const got = format ? `${format.channels} channels of ${format.element}` : "several sizes";
    throw new DataError(
      `${name} ${split}`,
      `expected gray images of bytes and up to 256 classes, got ${got} and ${classes}`,
    );
  }
  const { height, width } = format;
  const data = new Uint8Array(count * height * width);
  using reader = openImages(source);
  await reader.read(0, data);
  return {
    name,
    // Those of a data set with a name.
    split: split === "train" ? "train" : "test",
    images: { data, shape: [count, height, width] },
    labels: { data: labels, shape: [count] },
    classes,
    sha256: digest.parts,
  };
}
