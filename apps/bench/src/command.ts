import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Entry } from "./contestant.ts";
import type { InputFiles, Inputs } from "./inputs.ts";

/** The built command. */
export const cli = fileURLToPath(new URL("../../eval/dist/cli.js", import.meta.url));

/** `evalpool eval --json` as its user starts it, whose data set is in the cache. */
export async function cachedEval(
  { directory, isMnist }: Inputs,
  { weights }: InputFiles,
): Promise<Entry & AsyncDisposable> {
  const cache = await mkdtemp(join(tmpdir(), "evalpool-cache-"));
  await symlink(directory, join(cache, "mnist"));
  return {
    name: "evalpool eval",
    command: process.execPath,
    // The cache holds nothing but what is published.
    args: [
      ...[cli, "eval", "--json"],
      ...(isMnist ? [] : ["--data", directory]),
      ...(weights === undefined ? [] : ["--weights", weights]),
    ],
    env: { EVALPOOL_CACHE: cache, EVALPOOL_DATA: undefined },
    [Symbol.asyncDispose]: () => rm(cache, { recursive: true }),
  };
}
