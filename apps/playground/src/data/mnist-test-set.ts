import { DataError } from "@evalpool/errors";
import type { TestSet } from "./test-set.js";

// TEMPORARY until @evalpool/mnist exports its registry.
export function mnistTestSet(signal: AbortSignal): Promise<TestSet> {
  signal.throwIfAborted();
  return Promise.reject(new DataError("mnist", "not yet"));
}
