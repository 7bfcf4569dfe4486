import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";

/** Where real MNIST, checkpoints and NumPy's values lie: beside the repository, not in it. */
export const sharedDirectory =
  process.env["EVALPOOL_TEST_SHARED"] ?? fileURLToPath(new URL("../../shared", import.meta.url));

/** A `describe` for tests on real data: skipped where there is none. */
export const describeShared = describe.skipIf(!existsSync(sharedDirectory));

/** Path of a file of real test data. */
export function sharedFile(path: string): string {
  return join(sharedDirectory, path);
}

/** NumPy's values for the worked examples (`numeric`) or the MNIST test set (`mnist`). */
export function golden(name: "numeric" | "mnist"): unknown {
  return JSON.parse(readFileSync(sharedFile(`golden/${name}.json`), "utf8"));
}
