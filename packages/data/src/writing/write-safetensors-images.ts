import { encodeSafetensors } from "@evalpool/arrays";
import { writeWhole } from "@evalpool/files/node";
import { CLASS_NAMES } from "../formats/safetensors.js";
import type { LabelledImages } from "../labelled-images.js";
import { planarArrays } from "./numpy-arrays.js";
import { requireWriting } from "./require-writing.js";

/**
 * Writes images and labels as a safetensors file: `images`, `[N, C, H, W]` of U8, and `labels`, `[N]`
 * of I64, as PyTorch has them; names of classes are kept beside them.
 *
 * @throws {UsageError} when it cannot be written, or there are more or fewer images than labels
 */
export async function writeSafetensorsImages(file: string, set: LabelledImages): Promise<void> {
  requireWriting("writeSafetensorsImages", { file }, set);
  const { images, labels } = planarArrays(set);
  const data = BigInt64Array.from(set.labels, BigInt);
  const tensors = new Map([
    ["images", images],
    ["labels", { ...labels, data }],
  ]);
  const notes = set.classNames && { [CLASS_NAMES]: JSON.stringify(set.classNames) };
  await writeWhole(file, encodeSafetensors(tensors, notes));
}
