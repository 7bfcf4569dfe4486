import { UnsupportedError } from "@evalpool/errors";
import type { PredictorInput } from "@evalpool/evaluate";
import type { ImageShape, Preprocess } from "@evalpool/models";

/** What an ONNX file says of one input or output; where an axis has any length, it is undefined. */
export interface OnnxValue {
  readonly name: string;
  /** As NumPy calls it: `float32`. */
  readonly type?: string | undefined;
  readonly shape: readonly (number | undefined)[];
}

/** An input as images are handed to it. */
export interface OnnxInput {
  readonly name: string;
  readonly type: "float32" | "uint8";
  /** Of one image, as the file has it. */
  readonly shape: readonly number[];
  /** Images that it takes at once, where the file fixes that. */
  readonly batch: number | undefined;
  readonly image: Pick<PredictorInput, "shape" | "layout">;
}

/**
 * Reads from the shape of an input what images it takes: `[N, 784]`, `[N, 28, 28]`, `[N, 1, 28, 28]`,
 * `[N, 28, 28, 1]`.
 *
 * @throws {UnsupportedError} when it is another, or of numbers that images are not made into
 */
export function onnxInput(file: string, value: OnnxValue, preprocess: Preprocess): OnnxInput {
  const { name, type = "float32" } = value;
  const [batch, ...axes] = value.shape;
  const refuse = (reason: string): never => {
    throw new UnsupportedError(file, [`input ${name}: ${reason}`]);
  };
  if (type !== "float32" && type !== "uint8") {
    return refuse(`expected float32 or uint8, got ${type}`);
  }
  const image = imageFrom(axes, preprocess);
  if (image === undefined) {
    const got = `(${value.shape.map((n) => n ?? "?").join(",")})`;
    return refuse(
      `expected a shape of images, as (N,1,28,28), got ${got}; say which with --channels and --resize`,
    );
  }
  const { shape, layout } = image;
  const full = axes.length === 3 ? shape : axes.length === 2 ? shape.slice(1) : [product(shape)];
  return { name, type, shape: full, batch, image: { shape, layout } };
}

/** What is not said of the axes, the size that images are made to says. */
function imageFrom(
  axes: readonly (number | undefined)[],
  { image, resize, channels }: Preprocess,
): Pick<PredictorInput, "shape" | "layout"> | undefined {
  const { height, width } = resize ?? { height: undefined, width: undefined };
  const depth = channels && (channels === "gray" ? 1 : 3);
  const [a, b, c] = axes;
  switch (axes.length) {
    case 1:
      return flat(a, image);
    case 2:
      return planar([1, a ?? height, b ?? width]);
    case 3:
      if (isDepth(c) && !isDepth(a)) {
        const shape = complete([a ?? height, b ?? width, c]);
        return shape && { shape, layout: "HWC" };
      }
      return planar([a ?? depth, b ?? height, c ?? width]);
    default:
      return undefined;
  }
}

function isDepth(length: number | undefined): boolean {
  return length === 1 || length === 3;
}

/** Pixels in a row are those of the image that is said, else of a square in gray. */
function flat(
  length: number | undefined,
  image: ImageShape | undefined,
): Pick<PredictorInput, "shape" | "layout"> | undefined {
  if (image) return length === undefined || length === product(image) ? planar(image) : undefined;
  const side = Math.sqrt(length ?? NaN);
  return Number.isInteger(side) ? planar([1, side, side]) : undefined;
}

function planar(
  shape: readonly (number | undefined)[],
): Pick<PredictorInput, "shape" | "layout"> | undefined {
  const known = complete(shape);
  return known && { shape: known, layout: "CHW" };
}

function complete([a, b, c]: readonly (number | undefined)[]): ImageShape | undefined {
  return a === undefined || b === undefined || c === undefined ? undefined : [a, b, c];
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
