import { DEFAULT_BATCH_SIZE, defaultThreads, MOST_THREADS } from "@evalpool/evaluate";
import { Option, type Command } from "commander";
import { LARGEST_BATCH } from "./limits.js";
import { count, integer } from "./parse-options.js";

/** How whatever evaluates does it: on how many threads, and how many images at once. */
export function addRunOptions(command: Command): Command {
  return command
    .optionsGroup("Run:")
    .option(
      "--batch-size <n>",
      "images in one forward pass",
      count(LARGEST_BATCH),
      DEFAULT_BATCH_SIZE,
    )
    .addOption(
      new Option("--threads <n>", "worker threads; 0 runs in-process without a pool")
        .argParser(integer(0, MOST_THREADS))
        .default(defaultThreads(), "one for each core"),
    );
}
