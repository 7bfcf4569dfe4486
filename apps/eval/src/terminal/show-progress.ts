import { liveLine } from "./live-line.js";
import { progressText } from "./progress-text.js";

/** Milliseconds between two pictures; a run that is over before the first needs none. */
const INTERVAL = 100;

export interface ProgressLine extends Disposable {
  /** Takes what `evaluate` tells. */
  readonly onProgress: (done: number, total: number) => void;
  /** Takes how many images each worker of a queue has done. */
  readonly onShares: (shares: ReadonlyMap<string, number>) => void;
  /** Clears the line; what is written after that is left alone. */
  readonly end: () => void;
}

/** Shows how far an evaluation is, in a line that keeps changing; without a terminal, nothing. */
export function showProgress(stream: NodeJS.WriteStream): ProgressLine | undefined {
  const draw = liveLine(stream);
  if (draw === undefined) return undefined;
  let text: string | undefined;
  let shares: ReadonlyMap<string, number> = new Map();
  let started = 0;
  // The first sign of life.
  draw("loading …");
  let timer: NodeJS.Timeout | undefined = setInterval(() => {
    if (text !== undefined) draw(text);
  }, INTERVAL);
  const end = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    draw.clear();
  };
  return {
    onProgress(done, total) {
      const now = performance.now();
      if (text === undefined) started = now;
      text = progressText({ done, total, ms: now - started, shares }, stream.columns || 80);
    },
    onShares(given) {
      shares = given;
    },
    end,
    [Symbol.dispose]: end,
  };
}
