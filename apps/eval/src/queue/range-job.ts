import type { ShardRange } from "@evalpool/evaluate";

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
 * The range of a job, by its id.
 *
 * @param total images of the run
 * @returns undefined where it is none of a range of this run
 */
export function rangeOfId(runId: string, total: number, id: string): ShardRange | undefined {
  const [, start, end] = /^run-[0-9a-f]{32}-(\d{1,16})-(\d{1,16})$/.exec(id) ?? [];
  const range = { start: Number(start), end: Number(end) };
  const isOne = id === rangeJobId(runId, range) && range.start < range.end && range.end <= total;
  return isOne ? range : undefined;
}
