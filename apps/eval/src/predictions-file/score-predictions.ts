import { basename } from "node:path";
import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import type { OwnPredictor, RunObserver, ScoredResult, ScoredSamples } from "@evalpool/evaluate";
import type { StartedRunner } from "@evalpool/evaluate";
import { evaluateOn } from "../evaluate.js";
import { fileDigest } from "../file-digest.js";
import type { FilePredictions } from "./collect-rows.js";
import { readPredictions } from "./read-predictions.js";

/** Which predictions are scored, and who is told meanwhile. */
interface Scoring {
  readonly file: string;
  readonly dataset: IndexedSource;
  readonly limit: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: RunObserver["onProgress"];
  readonly onSamples: ((samples: ScoredSamples) => void) | undefined;
}

/**
 * Scores what another program predicted, as a predictor is evaluated. Of predictions alone nothing is
 * said that takes probabilities.
 *
 * @throws {DataError} as `readPredictions` does
 */
export async function scorePredictions(
  runner: StartedRunner,
  { file, dataset, limit = Infinity, signal, onProgress, onSamples }: Scoring,
): Promise<ScoredResult> {
  const found = await readPredictions(file, dataset, Math.min(limit, dataset.count));
  const model = await predictorOf(file, found);
  const run = {
    model,
    dataset: withoutImages(dataset),
    signal,
    onProgress,
    ...(limit !== Infinity && { limit }),
  };
  if (found.probabilities) return evaluateOn(runner, { ...run, onSamples });
  const bare = onSamples && ((samples: ScoredSamples) => onSamples(withoutProbabilities(samples)));
  return withoutFigures(await evaluateOn(runner, { ...run, onSamples: bare }));
}

/** Where there are no probabilities, it is certain of what is predicted: what that scores is left out. */
async function predictorOf(
  path: string,
  { classes, predictions, probabilities }: FilePredictions,
): Promise<OwnPredictor> {
  const file = basename(path);
  const sha256 = await fileDigest(path, (why, cause) => new DataError(file, why, cause));
  const predict = (_: unknown, count: number, first: number): Float64Array => {
    if (probabilities) return probabilities.subarray(first * classes, (first + count) * classes);
    const certain = new Float64Array(count * classes);
    for (const [i, prediction] of predictions.subarray(first, first + count).entries()) {
      certain[i * classes + prediction] = 1;
    }
    return certain;
  };
  return {
    id: file,
    source: { predict },
    input: { shape: BLANK, element: "uint8" },
    classes,
    gives: "probabilities",
    runtime: { name: "predictions" },
    checkpoint: { file, sha256 },
  };
}

/** The shape of images that nobody looks at. */
const BLANK = [1, 1, 1] as const;

/** The same images, none of which is read or decoded. */
function withoutImages(dataset: IndexedSource): IndexedSource {
  const [channels, height, width] = BLANK;
  return {
    ...dataset,
    format: { channels, height, width, layout: "CHW", element: "uint8" },
    handle: new Uint8Array(dataset.count),
  };
}

function withoutProbabilities({ range, labels, predictions }: ScoredSamples): ScoredSamples {
  return { range, labels, predictions };
}

function withoutFigures(result: ScoredResult): ScoredResult {
  const known: { -readonly [Name in keyof ScoredResult]: ScoredResult[Name] } = { ...result };
  delete known.top3Accuracy;
  delete known.topKAccuracy;
  delete known.negativeLogLikelihood;
  delete known.brierScore;
  delete known.calibrationError;
  delete known.reliabilityBins;
  return known;
}
