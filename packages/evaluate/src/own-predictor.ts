import type { ImageShape, Preprocess, PreprocessSource } from "@evalpool/models";

/** Gives logits or probabilities in place of a network. */
export interface OwnPredictor {
  /** Its name, in the result and in errors. */
  readonly id: string;
  readonly source: PredictorSource;
  readonly input: PredictorInput;
  /** Numbers that it gives for an image; without them as many as the data set has classes. */
  readonly classes?: number | undefined;
  /** What these are: nothing tells one from the other by looking, and log-loss differs. */
  readonly gives: "logits" | "probabilities";
  readonly runtime: Runtime;
  /** The file that it was read from, where that is known. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string } | undefined;
}

/** A function of the calling thread, or the module whose default export makes one in each worker. */
export type PredictorSource =
  { readonly predict: Predict } | { readonly module: string; readonly data: unknown };

/**
 * Predicts images. What it gives is copied before it is called again.
 *
 * @param batch `[count, …shape]`: pixels or floats, as `input` says. The predictor's own: it may keep
 * it or send it on
 * @param count images in the batch; the last one may have fewer
 * @param first index of the first of them in the data set
 * @returns `[count, classes]` in one array of `count · classes` numbers
 */
export type Predict = (
  batch: Uint8Array | Float32Array,
  count: number,
  first: number,
) => Given | Promise<Given>;

/** An array of numbers. Types let others pass as well, as of any tensor; when it runs they are refused. */
type Given = ArrayLike<number | bigint | string>;

/** What a worker module exports as `default`. @param data the `workerData`, copied to the worker */
export type CreatePredict = (data: unknown) => Predict | Promise<Predict>;

/** What a predictor takes images as. */
export interface PredictorInput {
  /** Of one image, in its layout: `[C, H, W]`, or `[H, W, C]`. */
  readonly shape: ImageShape;
  /** Where the channels are (default `CHW`). */
  readonly layout?: "CHW" | "HWC" | undefined;
  /** Stored pixels as they are, or floats that `preprocess` makes of them (default `float32`). */
  readonly element?: "uint8" | "float32" | undefined;
  /** What becomes of pixels (default: floats are v / 255). */
  readonly preprocess?: Preprocess | undefined;
  /** Who says so (default: the caller). */
  readonly preprocessSource?: PreprocessSource | undefined;
}

/** What evaluated the images. */
export interface Runtime {
  /** evalpool's own kernels, a program that others made, a function, or a file of predictions. */
  readonly name: "own" | "onnxruntime" | "predict" | "predictions";
  readonly version?: string;
  /** Why this one, where it was chosen and not asked for. */
  readonly reason?: string;
}

/** `[C, H, W]` of its images, whatever their layout. */
export function imageOf({ shape, layout }: PredictorInput): ImageShape {
  const [a, b, c] = shape;
  return layout === "HWC" ? [c, a, b] : [a, b, c];
}
