import { encodeNpz, type EncodeNpzOptions } from "@evalpool/arrays";
import { flag, requireOptions } from "@evalpool/errors";
import { writeWhole } from "@evalpool/files/node";
import type { LabelledImages } from "../labelled-images.js";
import { numpyArrays } from "./numpy-arrays.js";
import { requireSplit, requireWriting } from "./require-writing.js";

/**
 * Writes images and labels as an NPZ file, as Keras' `mnist.npz` has them: `x_test`, `[N, H, W]` of
 * gray images, `[N, H, W, C]` of others, and `y_test`, `[N]`. Names of classes have no place in it.
 *
 * @throws {UsageError} when it cannot be written, or there are more or fewer images than labels
 */
export async function writeNpz(
  file: string,
  split: "test" | "train" | "validation",
  images: LabelledImages,
  options: EncodeNpzOptions = {},
): Promise<void> {
  requireSplit("writeNpz", ["test", "train", "validation"], split);
  requireWriting("writeNpz", { file }, images);
  requireOptions<EncodeNpzOptions>("writeNpz", { isCompressed: flag }, options);
  const arrays = numpyArrays(images);
  const named = new Map([
    [`x_${split}`, arrays.images],
    [`y_${split}`, arrays.labels],
  ]);
  await writeWhole(file, await encodeNpz(named, options));
}
