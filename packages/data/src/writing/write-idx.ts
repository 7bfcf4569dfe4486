import { join } from "node:path";
import { makeDirectory, writeWhole } from "@evalpool/files/node";
import { encodeIdx } from "@evalpool/mnist";
import type { SplitName } from "@evalpool/mnist/node";
import type { LabelledImages } from "../labelled-images.js";
import { byteLabels } from "./byte-labels.js";
import { countImages } from "./count-images.js";
import { requireSplit, requireWriting } from "./require-writing.js";

/**
 * Writes a split as MNIST's is: two files of IDX in a directory, which is made. Images of one channel
 * are `[N, H, W]`, others `[N, C, H, W]`.
 *
 * @throws {UsageError} when they cannot be written, a label takes more than a byte, or the arrays do
 * not fit their shape
 * @throws {DataError} when the directory cannot be made
 */
export async function writeIdx(
  directory: string,
  split: SplitName,
  data: LabelledImages,
): Promise<void> {
  requireSplit("writeIdx", ["test", "train"], split);
  requireWriting("writeIdx", { directory }, data);
  const count = countImages(data);
  const [channels, height, width] = data.shape;
  const size = channels === 1 ? [height, width] : [channels, height, width];
  const labels = encodeIdx({ data: byteLabels(data.labels), shape: [count] });
  const images = encodeIdx({ data: data.images, shape: [count, ...size] });
  const prefix = split === "test" ? "t10k" : "train";
  await makeDirectory(directory);
  await writeWhole(join(directory, `${prefix}-images-idx${1 + size.length}-ubyte`), images);
  await writeWhole(join(directory, `${prefix}-labels-idx1-ubyte`), labels);
}
