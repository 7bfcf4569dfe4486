import type { EvaluateOptions, PredictOptions, WorkerModuleOptions } from "@evalpool/eval";
import type { Bound } from "./bound.js";

/** What is evaluated: a model as from `loadModel`, or a predictor of one's own. */
export type Model = EvaluateOptions["model"] | Predictor;

/** A function in place of a model, or a module that makes one in each worker. */
export type Predictor = Omit<PredictOptions, "dataset"> | Omit<WorkerModuleOptions, "dataset">;

/** How it is evaluated, as for `evaluate`. */
export type EvaluationOptions = Omit<
  EvaluateOptions,
  "model" | "dataset" | "repeat" | "onProgress" | "onSamples"
>;

/** Figures by name, as `evalpool eval --gate` takes them, each with its bound. */
export type ExpectedFigures = Readonly<Partial<Record<FigureName, Bound>>>;

type Average = "macro" | "micro" | "weighted";
type Score = "precision" | "recall" | "f1";

/** A figure of a result: of a class as `recall[3]`. */
export type FigureName =
  | "accuracy"
  | "accuracy.low"
  | "accuracy.high"
  | "correct"
  | "total"
  | `${Average}.${Score}`
  | `${Score | "support"}[${number | string}]`
  | `confusions[${number | string}][${number | string}]`
  | `topK[${number}]`
  | `top${number}`
  | "logLoss"
  | "brier"
  | "ece"
  | "parameters"
  | "throughput.imagesPerSecond"
  | `timings.${"loadMs" | "poolStartMs" | "evaluateMs" | "totalMs"}`;
