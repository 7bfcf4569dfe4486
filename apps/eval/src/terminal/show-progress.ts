import { isAnimated, liveLine, whenTold } from "./live-line.js";
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
  if (!isAnimated(stream)) return undefined;
  const clearLoading = writeLoading(stream);
  let progress: { readonly done: number; readonly total: number } | undefined;
  let started = 0;
  let live: Awaited<ReturnType<typeof liveLine>>;
  let timer = setTimeout(() => void draw(), INTERVAL);
  let isEnded = false;

  async function draw(): Promise<void> {
    if (progress !== undefined) live ??= await liveLine(stream);
    if (isEnded) return;
    if (progress !== undefined) {
      clearLoading();
      const { done, total } = progress;
      live?.(progressText(done, total, performance.now() - started, stream.columns || 80));
    }
    timer = setTimeout(() => void draw(), INTERVAL);
  }

  return {
    onProgress(done, total) {
      if (progress === undefined) started = performance.now();
      progress = { done, total };
    },
    end() {
      isEnded = true;
      clearTimeout(timer);
      clearLoading();
      live?.clear();
    },
  };
}

/** The first sign of life, at once. @returns what clears it */
function writeLoading(stream: NodeJS.WriteStream): () => void {
  let isShown = true;
  const clear = (): void => {
    if (isShown) stream.write("\r\u001b[K");
    isShown = false;
  };
  stream.write("loading …");
  whenTold(clear);
  return clear;
}
