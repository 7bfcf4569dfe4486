import type { EvaluationResult } from "@evalpool/evaluate";
import type { Tally } from "@evalpool/metrics";
import { describeCounted, type Subject } from "../describe-result.js";
import type { PartShares } from "./part-shares.js";

/**
 * The result of parts: what one run gives, but for machines and times.
 *
 * @param subject what was evaluated, on what
 * @param shares of at least one part
 * @param tally of all parts
 */
export function describeParts(
  subject: Subject,
  { machines }: PartShares,
  tally: Tally,
): EvaluationResult {
  const [first] = machines;
  if (first === undefined) throw new RangeError("expected a part, got none");
  const evaluateMs = machines.reduce((sum, share) => sum + share.evaluateMs, 0);
  const { config, environment } = first;
  const images = machines.reduce((sum, share) => sum + share.images, 0);
  return {
    ...describeCounted(subject, tally),
    throughput: { imagesPerSecond: images / (evaluateMs / 1000) },
    timings: { loadMs: 0, poolStartMs: 0, evaluateMs, totalMs: evaluateMs },
    config,
    machines,
    environment,
  };
}
