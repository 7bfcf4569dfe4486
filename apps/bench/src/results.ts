import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Machine } from "./machine.ts";

/** One suite's measurements and what they hold for, as its file in `results/` has them. */
export interface Result {
  readonly suite: string;
  readonly machine: Machine;
  /** What was measured with. */
  readonly dataset: string;
  readonly data: unknown;
}

const directory = new URL("../results/", import.meta.url);

/** Path of a file in `results/`. */
export const resultFile = (name: string): string => fileURLToPath(new URL(name, directory));

export async function writeResult(result: Result): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(resultFile(`${result.suite}.json`), JSON.stringify(result, null, 2) + "\n");
}

/** The last result of a suite; none if it was never measured. */
export async function readResult(suite: string): Promise<Result | undefined> {
  const text = await readFile(resultFile(`${suite}.json`), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}
