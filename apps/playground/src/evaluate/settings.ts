import { signal } from "@preact/signals";
import { DEFAULT_BATCH_SIZE, defaultThreads } from "@evalpool/evaluate";

/** Web Workers of the next evaluation. */
export const threads = signal(defaultThreads());

/** Images in one forward pass of it. */
export const batchSize = signal(DEFAULT_BATCH_SIZE);
