import { formatClock, formatInteger, formatSpeed } from "./numbers.js";

/**
 * How far an evaluation is, in one line: what matters less is left out where it does not fit.
 *
 * @param ms that it took to get there
 */
export function progressText(done: number, total: number, ms: number, columns: number): string {
  const percent = `evaluate ${String(Math.floor((100 * done) / total)).padStart(3)}%`;
  const measured =
    done === 0
      ? []
      : [`${formatClock((ms / done) * (total - done))} left`, formatSpeed(done / (ms / 1000))];
  const parts = [percent, ...measured, `${formatInteger(done)} of ${formatInteger(total)} images`];
  // The last column stays free: some terminals wrap as soon as it is written.
  while (parts.length > 1 && parts.join("  ").length >= columns) parts.pop();
  return parts.join("  ");
}
