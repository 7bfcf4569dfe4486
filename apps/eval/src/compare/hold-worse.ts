import { required } from "@evalpool/errors";
import type { Comparison } from "@evalpool/evaluate";
import { formatAccuracy, formatInteger } from "../terminal/numbers.js";
import { tellFailure } from "../terminal/tell-failure.js";
import { formatP } from "./format-pairs.js";

/**
 * Judges whether b is worse: alone right on fewer images than a, and so that McNemar's two-sided
 * test, whose p is the one that is shown, gives `alpha` at most.
 *
 * @param alpha level of significance; without it nothing is judged
 */
export function judge(comparison: Comparison, alpha: number | undefined): Comparison {
  if (alpha === undefined) return comparison;
  const { onlyA, onlyB, pValue } = required(comparison.mcNemar, "McNemar's test");
  return { ...comparison, failIfWorse: { alpha, isWorse: onlyA > onlyB && pValue <= alpha } };
}

/** Says that b is worse than a, where it was judged so, and makes the exit code 1. */
export function holdWorse({ a, b, mcNemar, failIfWorse }: Comparison): void {
  if (!failIfWorse?.isWorse || mcNemar === undefined) return;
  const accuracies = [b, a].map(({ accuracy }) => formatAccuracy(accuracy)).join(" against ");
  const alone = [mcNemar.onlyB, mcNemar.onlyA].map(formatInteger).join(" images against ");
  tellFailure(
    `--fail-if-worse: B is worse than A: accuracy ${accuracies}, ` +
      `alone right on ${alone}, ${formatP(mcNemar)}, at most --alpha ${failIfWorse.alpha}`,
  );
  process.exitCode = 1;
}
