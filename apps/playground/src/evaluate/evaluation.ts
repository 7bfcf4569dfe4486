import {
  createEvaluatorOn,
  stopwatch,
  type EvaluationResult,
  type Predictions,
  type StartedRunner,
} from "@evalpool/evaluate";
import { computeFigures, type Figures } from "@evalpool/metrics";
import { classCount } from "@evalpool/models";
import type { TestSet } from "../data/test-set.js";
import type { Network } from "../networks/network.js";
import { createCount, type SoFar } from "./so-far.js";

/** What is evaluated on what. */
export interface Subject {
  readonly network: Network;
  readonly set: TestSet;
}

/** A network on all images of a test set. */
export interface Evaluation extends Subject {
  readonly figures: Figures;
  /** Of all images, by index. */
  readonly predicted: Predictions;
  readonly config: EvaluationResult["config"];
  /** Milliseconds: until threads were up, and of the evaluation alone. */
  readonly timings: { readonly startMs: number; readonly evaluateMs: number };
}

interface Running {
  readonly batchSize: number;
  readonly signal?: AbortSignal;
  /** Told what the first images came to, each time that there are more. */
  readonly onSoFar?: (soFar: SoFar) => void;
}

/**
 * Evaluates a network as the command does, and keeps what it says of each image. The runner is
 * closed in the end.
 *
 * @throws {EvalpoolError} as `createEvaluatorOn`; `signal.reason` when aborted
 */
export async function runEvaluation(
  runner: StartedRunner,
  { network, set }: Subject,
  { batchSize, signal, onSoFar }: Running,
): Promise<Evaluation> {
  const { model } = network;
  const { source } = set;
  const input = { model, dataset: source, batchSize, signal };
  await using evaluator = await createEvaluatorOn(runner, input);
  const classes = classCount(model.graph);
  const predicted: Predictions = {
    predictions: new Uint32Array(source.count),
    probabilities: new Float32Array(source.count * classes),
  };
  const count = createCount(classes);
  const time = stopwatch();
  const tally = await evaluator.run({
    onSamples({ range, labels, predictions, probabilities }) {
      predicted.predictions.set(predictions, range.start);
      predicted.probabilities.set(probabilities, range.start * classes);
      onSoFar?.(count(labels, predictions));
    },
  });
  const evaluateMs = time();
  const { config, timings } = evaluator;
  return {
    network,
    set,
    figures: computeFigures(tally),
    predicted,
    config,
    timings: { startMs: timings.poolStartMs, evaluateMs },
  };
}
