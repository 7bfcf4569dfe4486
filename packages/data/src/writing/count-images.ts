import { UsageError } from "@evalpool/errors";
import type { LabelledImages } from "../labelled-images.js";

/** How many images there are. @throws {UsageError} when they are not as many as labels */
export function countImages({ images, shape, labels }: LabelledImages): number {
  const pixels = shape[0] * shape[1] * shape[2];
  if (images.length !== labels.length * pixels) {
    const expected = `expected ${labels.length} images of shape (${shape.join(",")})`;
    throw new UsageError(`${expected}, as there are labels, got ${images.length} pixels`);
  }
  return labels.length;
}
