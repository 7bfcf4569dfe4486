import { join } from "node:path";
import { encodeNpy } from "@evalpool/arrays";
import { makeDirectory, writeWhole } from "@evalpool/files/node";
import type { LabelledImages } from "../labelled-images.js";
import { numpyArrays } from "./numpy-arrays.js";
import { requireSplit, requireWriting } from "./require-writing.js";

/**
 * Writes images and labels as two NPY files into a directory, which is made where there is none:
 * `x_test.npy`, `[N, H, W]` of gray images, `[N, H, W, C]` of others, and `y_test.npy`, `[N]`. Names
 * of classes have no place in them.
 *
 * @throws {UsageError} when they cannot be written, or there are more or fewer images than labels
 */
export async function writeNpy(
  directory: string,
  split: "test" | "train" | "validation",
  set: LabelledImages,
): Promise<void> {
  requireSplit("writeNpy", ["test", "train", "validation"], split);
  requireWriting("writeNpy", { directory }, set);
  const { images, labels } = numpyArrays(set);
  await makeDirectory(directory);
  await writeWhole(join(directory, `x_${split}.npy`), encodeNpy(images));
  await writeWhole(join(directory, `y_${split}.npy`), encodeNpy(labels));
}
