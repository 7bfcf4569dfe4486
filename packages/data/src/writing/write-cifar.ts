import { join } from "node:path";
import { UsageError } from "@evalpool/errors";
import { createWholeFile, makeDirectory, writeWhole } from "@evalpool/files/node";
import { IMAGE_BYTES } from "../formats/cifar/cifar-kind.js";
import type { LabelledImages } from "../labelled-images.js";
import { byteLabels } from "./byte-labels.js";
import { countImages } from "./count-images.js";
import { requireSplit, requireWriting } from "./require-writing.js";

/** Records of each file of the published training split. */
const RECORDS = 10_000;

/**
 * Writes images as CIFAR-10's binary version has them, a byte of label and three planes each:
 * `test_batch.bin`, or `data_batch_1.bin` and so on of 10,000 each, and `batches.meta.txt` with the
 * names of classes.
 *
 * @throws {UsageError} when images are not 3×32×32, a label does not fit a byte, or a file cannot be
 * written
 */
export async function writeCifar(
  directory: string,
  split: "test" | "train",
  set: LabelledImages,
): Promise<void> {
  requireSplit("writeCifar", ["test", "train"], split);
  requireWriting("writeCifar", { directory }, set);
  const { images, shape, classNames } = set;
  if (shape.join("x") !== "3x32x32") {
    throw new UsageError(`CIFAR records are of 3x32x32 bytes, got images of ${shape.join("x")}`);
  }
  const count = countImages(set);
  const labels = byteLabels(set.labels);
  await makeDirectory(directory);
  for (let first = 0, batch = 1; first < count; first += RECORDS, batch++) {
    const end = split === "test" ? count : Math.min(first + RECORDS, count);
    const name = split === "test" ? "test_batch.bin" : `data_batch_${batch}.bin`;
    using file = createWholeFile(join(directory, name));
    const record = new Uint8Array(1 + IMAGE_BYTES);
    for (let i = first; i < end; i++) {
      record.set(labels.subarray(i, i + 1));
      record.set(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), 1);
      file.write(record);
    }
    await file.keep();
    if (split === "test") break;
  }
  if (classNames)
    await writeWhole(join(directory, "batches.meta.txt"), `${classNames.join("\n")}\n\n`);
}
