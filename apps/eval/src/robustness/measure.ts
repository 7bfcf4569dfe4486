import type { corruptions, Corruption, Severity } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import {
  stopwatch,
  type EvaluationResult,
  type RunConfig,
  type StartedRunner,
} from "@evalpool/evaluate";
import { correct, type RobustnessCounts } from "@evalpool/metrics";
import { describeResult } from "../describe-result.js";
import { createEvaluatorWith } from "../evaluator.js";
import type { AnyModel } from "../options.js";

/** Which corruptions, how strong, and of which random numbers. */
export interface Choice {
  readonly corruptions: readonly (typeof corruptions)[number][];
  readonly severities: readonly Severity[];
  readonly seed: number;
}

interface Measuring extends Pick<RunConfig, "limit" | "batchSize"> {
  readonly model: AnyModel | Promise<AnyModel>;
  readonly dataset: IndexedSource | Promise<IndexedSource>;
  readonly choice: Choice;
  readonly signal: AbortSignal;
  /** Told how many images of how many evaluations are done. */
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

/** What a model makes of images, as they are and corrupted. */
export interface Measured {
  readonly counts: RobustnessCounts;
  /** Of the images as they are. */
  readonly clean: EvaluationResult;
  /** Milliseconds of all evaluations together. */
  readonly evaluateMs: number;
}

/**
 * Evaluates a model once for each corruption and severity, and once on images as they are, one after
 * the other on one runner, which stays open.
 */
export async function measure(
  runner: StartedRunner,
  { choice, onProgress, ...input }: Measuring,
): Promise<Measured> {
  const { corruptions, severities, seed } = choice;
  const evaluations = 1 + corruptions.length * severities.length;
  const runs: number[] = [];
  const evaluate = async (corruption?: Corruption) => {
    const evaluator = await createEvaluatorWith(runner, { ...input, corruption });
    const before = runs.length;
    const time = stopwatch();
    const tally = await evaluator.run({
      onProgress: (done, images) => onProgress?.(before * images + done, evaluations * images),
    });
    runs.push(time());
    return { evaluator, tally };
  };
  const { evaluator, tally } = await evaluate();
  const clean = describeResult(evaluator, tally, runs, runner.elapsed());
  const counts = [];
  for (const name of corruptions) {
    const right: number[] = [];
    for (const severity of severities) {
      right.push(correct((await evaluate({ name, severity, seed })).tally));
    }
    counts.push({ name, correct: right });
  }
  return {
    counts: { total: clean.total, clean: clean.correct, corruptions: counts },
    clean,
    evaluateMs: runs.reduce((a, b) => a + b, 0),
  };
}
