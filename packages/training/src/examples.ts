import { DataError, SpecError } from "@evalpool/errors";
import type { Graph } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { shuffle, type Random } from "@evalpool/random";
import type { Floats } from "./floats.js";
import { copyShifted, type ImageShape } from "./shift-images.js";
import { copyWarped, type Warp } from "./warp-images.js";

/** Images and labels of a data set's training split; shapes as `[N, H, W]`, `[N, …input]`, `[N]`. */
export interface LabelledImages {
  readonly images: { readonly data: Uint8Array | Float32Array; readonly shape: readonly number[] };
  readonly labels: { readonly data: ArrayLike<number>; readonly shape: readonly number[] };
}

/** Indices of the images to learn from, and of those held out to judge by. */
export interface Holdout {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/** Holds a part of `count` images out, drawn at random. The two parts share no image. */
export function holdOut(count: number, part: number, random: Random): Holdout {
  const held = Math.floor(count * part);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  shuffle(order, random);
  // Back in the data set's order, so that which images are held out is all that chance decides.
  return {
    training: order.slice(held).sort(),
    validation: order.slice(0, held).sort(),
  };
}

/** Memory for one batch. */
export interface Batch {
  readonly examples: Floats;
  readonly labels: Uint32Array;
}

/** How far images are changed at random. */
export interface Augmentation {
  /** Pixels along each axis, whole numbers. */
  readonly shifts: number;
  /** How far each entry of the matrix by which an image is turned and stretched is off the identity's. */
  readonly warp: number;
}

/**
 * Copies images `indices[start … start + count)` and their labels into a batch, each image warped and
 * moved by chance.
 */
export function fillBatch(
  batch: Batch,
  { images, labels }: LabelledImages,
  indices: Uint32Array,
  start: number,
  count: number,
  { shifts, warp }: Augmentation,
  random: Random,
): void {
  const by = (base: number): number => base + random.uniform(-warp, warp);
  const matrix: Warp = { yy: 1, yx: 0, xy: 0, xx: 1 };
  const shape = imageShape(images.shape);
  const width = shape.channels * shape.height * shape.width;
  for (let i = 0; i < count; i++) {
    const image = indices[start + i]!;
    const down = shifts === 0 ? 0 : random.below(2 * shifts + 1) - shifts;
    const right = shifts === 0 ? 0 : random.below(2 * shifts + 1) - shifts;
    const [from, to] = [image * width, i * width];
    if (warp === 0) {
      copyShifted(images.data, from, batch.examples, to, shape, down, right);
    } else {
      matrix.yy = by(1);
      matrix.yx = by(0);
      matrix.xy = by(0);
      matrix.xx = by(1);
      copyWarped(images.data, from, batch.examples, to, shape, matrix, down, right);
    }
    batch.labels[i] = labels.data[image]!;
  }
}

/** What an error says is at fault. */
const IMAGES = "training images";

/** What is learnt from is pixels as they are stored: others would give other weights. @throws {SpecError} */
function requirePlainPixels({ id, preprocess }: Graph): void {
  const { image: _, ...steps } = preprocess;
  const told = Object.keys(steps).join(", ");
  if (told === "") return;
  const advice = "say it by a layer, as scale with divisor 255, in a spec without preprocess";
  throw new SpecError(id, [
    `preprocess: ${told}: training takes pixels as they are stored; ${advice}`,
  ]);
}

/**
 * Checks that the data fit each other and the network.
 *
 * @throws {DataError} that says what was expected and what was got
 * @throws {SpecError} when the network takes other pixels than are stored
 */
export function checkImages(
  { images, labels }: LabelledImages,
  graph: Graph,
  classes: number,
  { shifts, warp }: Augmentation,
): void {
  requirePlainPixels(graph);
  const [count, ...image] = images.shape;
  if (
    !count ||
    size(image) !== size(graph.input.shape) ||
    size(images.shape) !== images.data.length
  ) {
    const expected = `expected images of shape (N,${graph.input.shape.join(",")}) for ${graph.id}`;
    throw new DataError(
      IMAGES,
      `${expected}, got (${images.shape.join(",")}) over ${images.data.length} values`,
    );
  }
  if (labels.data.length !== count) {
    throw new DataError(
      IMAGES,
      `expected ${count} labels for ${count} images, got ${labels.data.length}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const label = labels.data[i]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new DataError(IMAGES, `expected labels 0 to ${classes - 1}, got ${label} at index ${i}`);
  }
  if ((shifts > 0 || warp > 0) && image.length < 2) {
    const got = `(${images.shape.join(",")})`;
    throw new DataError(
      IMAGES,
      `${shifts > 0 ? "shifts" : "warp"}: expected images of shape (N,H,W) or (N,C,H,W), got ${got}`,
    );
  }
}

function imageShape(shape: readonly number[]): ImageShape {
  const [width = 1, height = 1, ...channels] = shape.slice(1).reverse();
  return { width, height, channels: size(channels) };
}
