import { onFailedThread } from "../workers/failed-thread.js";
import { idxTestSet } from "./idx-test-set.js";
import type { TestSet } from "./test-set.js";

/**
 * The digits that evalpool draws itself, made in a thread of their own, as that takes a while.
 *
 * @param handOn is given the first ones
 * @throws {WorkerError} when the thread fails
 */
export async function syntheticTestSet(
  signal: AbortSignal,
  handOn: (first: TestSet) => void,
): Promise<TestSet> {
  const worker = new Worker(new URL("../workers/digits-worker.ts", import.meta.url), {
    type: "module",
  });
  const { promise, resolve, reject } = Promise.withResolvers<TestSet>();
  worker.onmessage = ({ data }: MessageEvent<SyntheticFiles>) => {
    const set = toTestSet(data);
    if (set.isComplete) resolve(set);
    else handOn(set);
  };
  onFailedThread(worker, "the thread that draws the digits", reject);
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", abort);
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}

/** What the worker makes: the two files, as IDX has them. */
export interface SyntheticFiles {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly isComplete: boolean;
}

function toTestSet({ images, labels, isComplete }: SyntheticFiles): TestSet {
  return idxTestSet(
    { name: "synthetic images", bytes: images },
    { name: "synthetic labels", bytes: labels },
    { name: "synthetic", flags: ["--dataset", "synthetic"], isComplete },
  );
}
