import { join } from "node:path";
import { ShardError } from "@evalpool/errors";
import { imagesIn, stopwatch, type EvaluationResult, type StartedRunner } from "@evalpool/evaluate";
import { describeSubject } from "../describe-result.js";
import { createEvaluatorWith } from "../evaluator.js";
import type { EvaluateAnyOptions } from "../options.js";
import { requireWritable } from "../require-writable.js";
import { formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import { describeParts } from "./describe-parts.js";
import { keepParts } from "./keep-parts.js";
import { openKept } from "./kept-parts.js";
import { createPartMaker } from "./part-maker.js";
import { readPartSamples } from "./part-samples.js";
import { PartShares } from "./part-shares.js";
import { identityOf } from "./run-identity.js";

/**
 * Evaluates what of a run a directory does not hold yet, keeps it there as it is done, and gives the
 * result of all of it.
 *
 * @throws {DataError} when the directory holds what is no part, or is of another run
 * @throws {UsageError} when nothing can be written there
 * @throws as `evaluate` does
 */
export async function resumeIn(
  directory: string,
  runner: StartedRunner | Promise<StartedRunner>,
  options: EvaluateAnyOptions,
): Promise<EvaluationResult> {
  const { onProgress, onSamples, signal } = options;
  await using evaluator = await createEvaluatorWith(runner, options);
  const run = await identityOf(evaluator);
  const withSamples = onSamples !== undefined;
  const kept = await openKept(directory, run, withSamples);
  const missing = kept.merger.missing();
  const { total } = run;
  const left = imagesIn(missing);
  if (left < total) tell([`evalpool: ${directory} has ${of(total - left, total)} already`]);
  if (left > 0) {
    await requireWritable(join(directory, "part.json"));
    const keeping = keepParts(directory, {
      makePart: createPartMaker(evaluator, run),
      labels: evaluator.dataset.labels,
      time: stopwatch(),
      withSamples,
    });
    try {
      await evaluator.run({
        ranges: missing,
        onShard: keeping.add,
        onProgress: (done) => onProgress?.(total - left + done, total),
        // They are handed on below, with those that are there already.
        ...(withSamples && { onSamples: () => undefined }),
      });
    } finally {
      // Also what was done before it was stopped.
      kept.add(await keeping.end());
    }
  }
  const [lacking] = kept.merger.missing();
  if (lacking) throw new ShardError(lacking, "never counted", { kind: "coverage" });
  if (onSamples) {
    for await (const samples of readPartSamples(kept.parts)) onSamples(samples);
    signal?.throwIfAborted();
  }
  const shares = new PartShares(kept.parts.map(({ part }) => part));
  return describeParts(describeSubject(evaluator), shares, kept.merger.tally());
}

function of(images: number, total: number): string {
  return `${formatInteger(images)} of ${formatInteger(total)} images`;
}
