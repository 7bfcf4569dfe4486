import { imagesIn, type EvaluationResult, type MachineShare, type Part } from "@evalpool/evaluate";
import type { Tally } from "@evalpool/metrics";
import { describeCounted, type Subject } from "../describe-result.js";

/** What of a part the result tells, besides what all of them add up to. */
export type ToldPart = Pick<Part, "ranges" | "made">;

/**
 * The result of parts: what one run gives, but for machines and times.
 *
 * @param subject what was evaluated, on what
 * @param parts at least one, none of them twice
 * @param tally of all of them
 */
export function describeParts(
  subject: Subject,
  parts: readonly ToldPart[],
  tally: Tally,
): EvaluationResult {
  const inOrder = parts.toSorted((a, b) => startOf(a) - startOf(b));
  const [first] = inOrder;
  if (first === undefined) throw new RangeError("expected a part, got none");
  const machines = sharesOf(inOrder);
  const evaluateMs = machines.reduce((sum, share) => sum + share.evaluateMs, 0);
  const { config, environment } = first.made;
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

function startOf({ ranges }: ToldPart): number {
  return ranges[0]?.start ?? Infinity;
}

/** Parts of one machine, with one configuration, together. */
function sharesOf(parts: readonly ToldPart[]): MachineShare[] {
  const shares = new Map<string, MachineShare>();
  for (const { ranges, made } of parts) {
    const { evaluateMs, ...who } = made;
    const key = JSON.stringify(who);
    const before = shares.get(key) ?? { ...who, parts: 0, images: 0, evaluateMs: 0 };
    shares.set(key, {
      ...before,
      parts: before.parts + 1,
      images: before.images + imagesIn(ranges),
      evaluateMs: before.evaluateMs + evaluateMs,
    });
  }
  return [...shares.values()];
}
