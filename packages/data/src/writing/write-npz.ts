import { encodeNpz, type EncodeNpzOptions } from "@evalpool/arrays";
import { writeWhole } from "@evalpool/files/node";
import type { LabelledImages } from "../labelled-images.js";
import { numpyArrays } from "./numpy-arrays.js";

/** How a data set is written as an NPZ file. */
export interface WriteNpzOptions extends EncodeNpzOptions {
  /** Which of its splits the images are (default `test`). */
  readonly split?: "test" | "train" | "val" | undefined;
}

/**
 * Writes images and labels as an NPZ file, as Keras' `mnist.npz` has them: `x_test`, `[N, H, W]` of
 * gray images, `[N, H, W, C]` of others, and `y_test`, `[N]`. Names of classes have no place in it.
 *
 * @throws {UsageError} when it cannot be written, or there are more or fewer images than labels
 */
export async function writeNpz(
  file: string,
  set: LabelledImages,
  { split = "test", isCompressed }: WriteNpzOptions = {},
): Promise<void> {
  const { images, labels } = numpyArrays(set);
  const arrays = new Map([
    [`x_${split}`, images],
    [`y_${split}`, labels],
  ]);
  await writeWhole(file, await encodeNpz(arrays, { isCompressed }));
}
