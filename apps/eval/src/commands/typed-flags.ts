import { basename } from "node:path";
import { shownUrl } from "@evalpool/files/node";
import type { Command } from "commander";

/** What says where a run's result goes and how fast it comes, not what it is. */
const ofOneRun: ReadonlySet<string> = new Set([
  ...["shard", "out", "samples", "quiet", "progress", "threads", "batchSize", "repeat"],
]);

/** Those whose values are names of files, or may be. */
const ofFiles: ReadonlySet<string> = new Set(["model", "weights", "data", "labels", "classNames"]);

/**
 * Takes down flags as they are typed, for whoever is to run the same again elsewhere: those that say
 * what is evaluated. Files go by their names without directories, and addresses without what may be
 * secret in them.
 *
 * @returns those that were typed, once the command is parsed
 */
export function takeDownFlags(command: Command): () => string[] {
  const typed: string[] = [];
  for (const option of command.options) {
    const { long } = option;
    const name = option.attributeName();
    if (!long || ofOneRun.has(name)) continue;
    command.on(`option:${option.name()}`, (value?: string) => {
      // Where a flag takes no value there is none.
      if (value === undefined) typed.push(long);
      else typed.push(long, ofFiles.has(name) ? withoutPlace(value) : value);
    });
  }
  return () => typed;
}

function withoutPlace(value: string): string {
  return /^https?:/.test(URL.parse(value)?.protocol ?? "") ? shownUrl(value) : basename(value);
}
