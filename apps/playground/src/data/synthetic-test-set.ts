import { idxTestSet } from "./idx-test-set.js";
import type { TestSet } from "./test-set.js";

/** The digits that evalpool draws itself, made in a thread of their own, as that takes a while. */
export async function syntheticTestSet(signal: AbortSignal): Promise<TestSet> {
  const worker = new Worker(new URL("../workers/digits-worker.ts", import.meta.url), {
    type: "module",
  });
  const { promise, resolve, reject } = Promise.withResolvers<SyntheticFiles>();
  worker.onmessage = ({ data }: MessageEvent<SyntheticFiles>) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  signal.onabort = () => reject(signal.reason as Error);
  try {
    const { images, labels } = await promise;
    const about = { name: "synthetic", flags: ["--dataset", "synthetic"] };
    return idxTestSet(
      { name: "synthetic images", bytes: images },
      { name: "synthetic labels", bytes: labels },
      about,
    );
  } finally {
    worker.terminate();
  }
}

/** What the worker makes: the two files, as IDX has them. */
export interface SyntheticFiles {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}
