/** Long enough to cost nothing, short enough for Ctrl-C and a progress bar. */
const INTERVAL_MS = 50;

/** Breaks in a long computation, in which timers and signals get their turn. */
export interface Pause {
  isDue(): boolean;
  /** Lets the event loop turn once. @returns whether the work is to stop */
  take(): Promise<boolean>;
}

export function pacer(signal?: AbortSignal): Pause {
  let last = performance.now();
  return {
    isDue: () => performance.now() - last >= INTERVAL_MS,
    async take() {
      await new Promise((resolve) => setTimeout(resolve, 0));
      last = performance.now();
      return signal?.aborted ?? false;
    },
  };
}
