import { printable, shorten } from "@evalpool/errors";
import { formatClock, formatInteger, formatSpeed } from "./numbers.js";

/** How far an evaluation is. */
interface Progress {
  readonly done: number;
  readonly total: number;
  /** Milliseconds that it took to get there. */
  readonly ms: number;
  /** Images that each worker of a queue has done. */
  readonly shares?: ReadonlyMap<string, number>;
}

/** How far an evaluation is, in one line: what matters less is left out where it does not fit. */
export function progressText(
  { done, total, ms, shares = new Map() }: Progress,
  columns: number,
): string {
  const percent = `evaluate ${String(Math.floor((100 * done) / total)).padStart(3)}%`;
  const measured =
    done === 0
      ? []
      : [`${formatClock((ms / done) * (total - done))} left`, formatSpeed(done / (ms / 1000))];
  const parts = [percent, ...measured, `${formatInteger(done)} of ${formatInteger(total)} images`];
  const workers = [...shares].sort(([, a], [, b]) => b - a);
  parts.push(
    ...workers.map(([name, images]) => `${nameOf(name)} ${Math.round((100 * images) / done)}%`),
  );
  // The last column stays free: some terminals wrap as soon as it is written.
  while (parts.length > 1 && parts.join("  ").length >= columns) parts.pop();
  return parts.join("  ");
}

/** Whoever can write to a queue says how he is called. */
function nameOf(worker: string): string {
  return printable(shorten(worker, 40));
}
