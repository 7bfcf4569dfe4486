/** How the learning rate goes on after its warm-up: as it is, or down to 0 along half a cosine. */
export type ScheduleName = "constant" | "cosine";

/**
 * Factor of the learning rate at `progress`, from 0 at the first batch to 1 after the last.
 * `cosine` falls from 1 to 0 along half a wave (Loshchilov and Hutter 2017, arXiv:1608.03983).
 */
export const schedules: Record<ScheduleName, (progress: number) => number> = {
  constant: () => 1,
  cosine: (progress) => (1 + Math.cos(Math.PI * progress)) / 2,
};

/**
 * The learning rate of batch `step` (from 0) of `steps`, relative to its peak: over the first
 * `warmup` batches it climbs in a straight line, then follows the schedule.
 */
export function learningRateFactor(
  schedule: ScheduleName,
  step: number,
  steps: number,
  warmup: number,
): number {
  if (step < warmup) return (step + 1) / (warmup + 1);
  return schedules[schedule]((step - warmup) / (steps - warmup));
}
