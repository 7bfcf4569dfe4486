/** Images in one forward pass, where no number is asked for. */
export const DEFAULT_BATCH_SIZE = 100;

/** Workers at most: more than the cores of a large machine. */
export const MOST_THREADS = 256;

/** Workers, where no number is asked for: one for each core that this process may use. */
export function defaultThreads(): number {
  return navigator.hardwareConcurrency;
}
