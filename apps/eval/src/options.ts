import type { LoadedModel } from "@evalpool/checkpoints/node";
import type { IndexedSource } from "@evalpool/data";
import type { SaidPreprocess } from "@evalpool/models";
import type {
  OwnPredictor,
  Predict,
  PredictorInput as CompleteInput,
  RunConfig,
  RunObserver,
} from "@evalpool/evaluate";
import type { OpenSplit } from "@evalpool/mnist/node";

/** What a model or a predictor is evaluated on; only the time it takes depends on all but the limit. */
interface SharedOptions extends Pick<RunConfig, "limit" | "batchSize"> {
  /** As from `loadSplit` or `openDataset`; a promise lets the pool start while it loads. */
  readonly dataset: Dataset | Promise<Dataset>;
  /** Worker threads (default: one for each core); 0 evaluates in the calling thread. */
  readonly threads?: number | undefined;
  /** Stops the run and closes the pool. */
  readonly signal?: AbortSignal | undefined;
}

/** What is evaluated, and on what; only the time it takes depends on the latter. */
export interface EvaluatorOptions extends SharedOptions, Omit<RunConfig, "wide"> {
  /** As from `loadModel`; a promise lets the pool start while it loads. */
  readonly model: LoadedModel | Promise<LoadedModel>;
}

/** Images and labels to evaluate on, wherever they lie. */
export type Dataset = IndexedSource | OpenSplit;

/** What a predictor takes images as, with preprocessing said as in a spec. */
export interface PredictorInput extends Pick<CompleteInput, "shape" | "layout" | "element"> {
  /** What becomes of pixels: for floats `(v · scale − mean) / std`, and v / 255 unless it is said. */
  readonly preprocess?: SaidPreprocess | undefined;
}

/** What is said of a predictor of one's own. */
interface PredictorDeclaration {
  /** What it takes images as. */
  readonly input: PredictorInput;
  /** What its numbers are: log-loss and calibration are of probabilities, which logits are made into. */
  readonly gives: OwnPredictor["gives"];
  /** Numbers that it gives for an image (default: as many as the data set has classes). */
  readonly classes?: number | undefined;
  /** Its name in the result (default: the function's, or the module's file). */
  readonly id?: string | undefined;
}

/** A function in place of a model. It runs in the calling thread, one batch after the other. */
export interface PredictOptions extends SharedOptions, PredictorDeclaration {
  readonly predict: Predict;
  readonly workerModule?: never;
  readonly workerData?: never;
  /** 0, as it is unless told: functions cannot be sent to other threads. */
  readonly threads?: 0 | undefined;
}

/** A module that makes such a function in each worker. */
export interface WorkerModuleOptions extends SharedOptions, PredictorDeclaration {
  /** Its address, or its path. Its default export is a `CreatePredict`. */
  readonly workerModule: URL | string;
  readonly predict?: never;
  /** What that is called with: a copy, as `structuredClone` makes it. */
  readonly workerData?: unknown;
}

/** How often something is evaluated, and who is told meanwhile. */
interface ObserverOptions {
  /** Evaluates this many times (default 1), to measure; the result is that of each. */
  readonly repeat?: number | undefined;
  /** Told again and again how many images are done, of those of all repetitions. */
  readonly onProgress?: RunObserver["onProgress"];
  /** Given the images with their predictions, by index, once: the first time they are evaluated. */
  readonly onSamples?: RunObserver["onSamples"];
}

/** What is evaluated, how often, and who is told meanwhile. */
export interface EvaluateOptions extends EvaluatorOptions, ObserverOptions {}

/** A predictor of one's own, evaluated as a model is. */
export type EvaluatePredictorOptions = (PredictOptions | WorkerModuleOptions) & ObserverOptions;

/** As `EvaluateOptions`, with predictors made ready among the models. */
export interface EvaluateAnyOptions extends Omit<EvaluateOptions, "model"> {
  readonly model: AnyModel | Promise<AnyModel>;
}

/** Whatever can be evaluated. */
export type AnyModel = LoadedModel | OwnPredictor;
