import type { LoadedModel } from "@evalpool/checkpoints/node";
import type { IndexedSource } from "@evalpool/data";
import type { RunConfig, RunObserver } from "@evalpool/evaluate";
import type { OpenSplit } from "@evalpool/mnist/node";

/** What is evaluated, and on what; only the time it takes depends on the latter. */
export interface EvaluatorOptions extends Omit<RunConfig, "wide"> {
  /** As from `loadModel`; a promise lets the pool start while it loads. */
  readonly model: LoadedModel | Promise<LoadedModel>;
  /** As from `loadSplit` or `openDataset`; a promise lets the pool start while it loads. */
  readonly dataset: Dataset | Promise<Dataset>;
  /** Worker threads (default: one for each core); 0 evaluates in the calling thread. */
  readonly threads?: number | undefined;
  /** Stops the run and closes the pool. */
  readonly signal?: AbortSignal | undefined;
}

/** Images and labels to evaluate on, wherever they lie. */
export type Dataset = IndexedSource | OpenSplit;

/** What is evaluated, how often, and who is told meanwhile. */
export interface EvaluateOptions extends EvaluatorOptions {
  /** Evaluates this many times (default 1), to measure; the result is that of each. */
  readonly repeat?: number | undefined;
  /** Told again and again how many images are done, of those of all repetitions. */
  readonly onProgress?: RunObserver["onProgress"];
  /** Given the images with their predictions, by index, once: the first time they are evaluated. */
  readonly onSamples?: RunObserver["onSamples"];
}
