import { basename } from "node:path";
import type { Command } from "commander";

/** What says where a run's result goes and how fast it comes, not what it is. */
const ofOneRun: ReadonlySet<string> = new Set([
  ...["shard", "out", "samples", "quiet", "progress", "threads", "batchSize", "repeat"],
]);

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
    if (!long || ofOneRun.has(option.attributeName())) continue;
    command.on(`option:${option.name()}`, (value: string | null) => {
      typed.push(long, ...(typeof value === "string" ? [withoutPlace(value)] : []));
    });
  }
  return () => typed;
}

function withoutPlace(value: string): string {
  if (URL.canParse(value) && value.includes("://")) {
    const { origin, pathname } = new URL(value);
    return origin + pathname;
  }
  // A colon or a comma is of a value; a directory is of a name.
  return /[/\\]/.test(value) && !/^[\d.]+\/[\d.]+$/.test(value) ? basename(value) : value;
}
