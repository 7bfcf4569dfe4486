import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Entry } from "./contestant.ts";
import type { InputFiles, Inputs } from "./inputs.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** The built command. */
export const cli = fileURLToPath(new URL("../../eval/dist/cli.js", import.meta.url));

/** `evalpool eval --json` as its user starts it, whose data set is in the cache. */
export function cachedEval({ directory, isMnist }: Inputs, { weights }: InputFiles): Entry {
  const cache = temporaryDirectory();
  symlinkSync(directory, join(cache, "mnist"));
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
  };
}
