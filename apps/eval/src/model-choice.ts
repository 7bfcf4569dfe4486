import type { SaidPreprocess } from "@evalpool/models";

/**
 * What is asked to run a network: `auto` is evalpool's own kernels where they know all operations,
 * else onnxruntime.
 */
export type RuntimeChoice = "auto" | "own" | "onnxruntime";

/** Which model is evaluated. */
export interface ModelChoice {
  readonly model: string;
  readonly weights: string | undefined;
  /** Which of several outputs gives the classes. */
  readonly output: string | undefined;
  /** What becomes of pixels, where that is said beside the model. */
  readonly preprocess: SaidPreprocess;
  readonly offline: boolean | undefined;
  /** What runs it. */
  readonly runtime: RuntimeChoice;
}
