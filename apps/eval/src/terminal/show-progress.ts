import { liveLine } from "./live-line.js";
import { progressText } from "./progress-text.js";

/** Milliseconds between two pictures; a run that is over before the first needs none. */
const INTERVAL = 100;

export interface ProgressLine {
  /** Takes what `evaluate` tells. */
  readonly onProgress: (done: number, total: number) => void;
  /** Clears the line. */
  readonly end: () => void;
}

/** Shows how far an evaluation is, in a line that keeps changing; without a terminal, nothing. */
export function showProgress(stream: NodeJS.WriteStream): ProgressLine | undefined {
  const draw = liveLine(stream);
  if (draw === undefined) return undefined;
  let progress: { readonly done: number; readonly total: number } | undefined;
  let started = 0;
  // The first sign of life.
  draw("loading …");
  const timer = setInterval(() => {
    if (progress === undefined) return;
    const { done, total } = progress;
    draw(progressText(done, total, performance.now() - started, stream.columns || 80));
  }, INTERVAL);
  return {
    onProgress(done, total) {
      if (progress === undefined) started = performance.now();
      progress = { done, total };
    },
    end() {
      clearInterval(timer);
      draw.clear();
    },
  };
}
