import {
  stopwatch,
  type EvaluationResult,
  type Evaluator,
  type Predictions,
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
  /** Milliseconds of the evaluation alone. */
  readonly evaluateMs: number;
}

/**
 * Evaluates a network as the command does, and keeps what it says of each image.
 *
 * @param evaluator of the network on the set
 * @param onSoFar told what the first images came to, each time that there are more
 * @throws {EvalpoolError} as its `run`
 */
export async function runEvaluation(
  evaluator: Evaluator,
  { network, set }: Subject,
  onSoFar?: (soFar: SoFar) => void,
): Promise<Evaluation> {
  const { source } = set;
  const classes = classCount(network.model.graph);
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
  const { config } = evaluator;
  return { network, set, figures: computeFigures(tally), predicted, config, evaluateMs };
}
