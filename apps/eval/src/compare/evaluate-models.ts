import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import { stopwatch, type Evaluator, type RunConfig, type StartedRunner } from "@evalpool/evaluate";
import { describeResult } from "../describe-result.js";
import { createEvaluatorWith } from "../evaluator.js";
import { loadChosen, loadInput } from "../load-input.js";
import type { DatasetChoice } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";
import type { AnyModel } from "../options.js";
import type { ProgressLine } from "../terminal/show-progress.js";
import type { Compared } from "./compare-results.js";
import { requireSameImages } from "./same-images.js";

const WARM_UP_MS = 250;

/** A model that is to be evaluated, and what it is called. */
export interface NamedModel {
  readonly file: string;
  readonly choice: ModelChoice;
}

/** On what models are evaluated. */
export interface Evaluating {
  readonly runner: StartedRunner;
  readonly data: DatasetChoice;
  readonly run: Pick<RunConfig, "limit" | "batchSize"> & { readonly signal: AbortSignal };
  /** A result that they are compared with, of the same images. */
  readonly against: Compared | undefined;
  readonly progress: ProgressLine | undefined;
}

/** What models make of the same images, and these. */
interface EvaluatedModels {
  readonly compared: readonly Compared[];
  readonly source: IndexedSource;
}

/**
 * Evaluates models one after the other on one runner, which stays open. All are loaded before the
 * first is evaluated, so that one which does not fit is told before minutes are over.
 *
 * @throws {DataError} when the images are not those of the result that they are compared with
 */
export async function evaluateModels(
  models: readonly NamedModel[],
  { runner, data, run, against, progress }: Evaluating,
): Promise<EvaluatedModels> {
  const { signal, ...config } = run;
  const [first, ...others] = models;
  // Images are read once for each model.
  const input = loadInput(required(first, "model").choice, data, {
    repeat: models.length,
    signal,
  });
  const loading = [input.model, ...others.map(({ choice }) => loadChosen(choice, signal))];
  // Each is told when its turn comes.
  for (const one of loading) one.catch(() => undefined);
  const dataset = input.dataset.then((source) => {
    if (against) requireImagesOf(against, source, config.limit);
    return source;
  });
  const evaluators = [];
  for (const model of loading) {
    evaluators.push(await createEvaluatorWith(runner, { ...config, signal, model, dataset }));
  }
  for (const evaluator of evaluators) await warmUp(evaluator);
  const compared: Compared[] = [];
  for (const [turn, evaluator] of evaluators.entries()) {
    const [labels, predictions]: [number[], number[]] = [[], []];
    const time = stopwatch();
    const tally = await evaluator.run({
      onProgress: (done, total) => progress?.onProgress(turn * total + done, models.length * total),
      onSamples(samples) {
        for (const label of samples.labels) labels.push(label);
        for (const prediction of samples.predictions) predictions.push(prediction);
      },
    });
    const result = describeResult(evaluator, tally, [time()], runner.elapsed());
    compared.push({
      file: required(models[turn], "model").file,
      result,
      ranges: [{ start: 0, end: result.total }],
      samples: { labels, predictions },
    });
  }
  progress?.end();
  return { compared, source: await dataset };
}

/**
 * Evaluates images in vain, ever more of them for a quarter of a second: code that runs for the first
 * times is compiled meanwhile, which the clock would hold against the first model.
 */
async function warmUp(evaluator: Evaluator<AnyModel>): Promise<void> {
  const { images, config } = evaluator;
  const time = stopwatch();
  let end = config.batchSize;
  do {
    end = Math.min(images, 4 * end);
    await evaluator.run({ ranges: [{ start: 0, end }], onSamples: () => undefined });
  } while (end < images && time() < WARM_UP_MS);
}

/** Before minutes are over. @throws {DataError} */
function requireImagesOf(
  { file, result, ranges }: Compared,
  { name, split, count, digest }: IndexedSource,
  limit = count,
): void {
  const { images: sha256, labels: labelsSha256 } = digest.parts;
  requireSameImages(
    { file, dataset: result.dataset, ranges },
    {
      file: `${name} ${split}`,
      dataset: { name, split, sha256, labelsSha256 },
      ranges: [{ start: 0, end: Math.min(count, limit) }],
    },
  );
}
