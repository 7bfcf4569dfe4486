import { check } from "@evalpool/errors";
import type { ShardRange } from "@evalpool/evaluate";
import * as z from "zod/mini";

/** The queue of a run's ranges: each run has its own, and runs never meet. */
export function rangeQueueOf(runId: string): string {
  return `${runId}-ranges`;
}

/** The queue in which a run's network lies. */
export function networkQueueOf(runId: string): string {
  return `${runId}-network`;
}

/** The same for the same range of a run, so that the store keeps one job for it. */
export function rangeJobId(runId: string, { start, end }: ShardRange): string {
  return `${runId}-${start}-${end}`;
}

/**
 * The range of a job.
 *
 * @param total images of the run
 * @returns undefined where its id and data are not those of a range of this run
 */
export function rangeOfJob(
  runId: string,
  total: number,
  { id, data }: { readonly id?: string | undefined; readonly data: unknown },
): ShardRange | undefined {
  const index = z.int().check(z.nonnegative(), z.maximum(total));
  const checked = check(z.strictObject({ start: index, end: index }), data);
  if ("problems" in checked) return undefined;
  const range = checked.value;
  return range.start < range.end && id === rangeJobId(runId, range) ? range : undefined;
}
