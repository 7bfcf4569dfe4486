import { DEFAULT_BATCH_SIZE, defaultThreads, MOST_THREADS } from "@evalpool/evaluate";
import { Option, type Command } from "commander";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { stop } from "../stop.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import {
  addFormatOptions,
  formatOptionsOf,
  requireOneSource,
  type FormatFlags,
} from "./data-options.js";
import { LARGEST_BATCH } from "./limits.js";
import { count, integer, webAddresses } from "./parse-options.js";

interface WorkerFlags extends FormatFlags {
  readonly queue?: string | true;
  readonly threads: number;
  readonly batchSize: number;
  readonly data?: string;
  readonly offline?: true;
  readonly once?: true;
  readonly allowUrl?: string[];
}

/** What `--queue` takes, in words for help. */
export const QUEUE = "redis://, rediss:// or postgres:// and where (default: $EVALPOOL_QUEUE)";

export function addWorkerCommand(program: Command): void {
  const command = program
    .command("worker")
    .summary("evaluate ranges of the runs in a queue")
    .description(
      "evaluate ranges of the runs in a queue, as evalpool eval --queue puts there, until it is stopped",
    )
    .option("--queue [url]", QUEUE)
    .addOption(
      new Option("--threads <n>", "worker threads; 0 runs in-process without a pool")
        .argParser(integer(0, MOST_THREADS))
        .default(defaultThreads(), "one for each core"),
    )
    .option(
      "--batch-size <n>",
      "images in one forward pass",
      count(LARGEST_BATCH),
      DEFAULT_BATCH_SIZE,
    )
    .option(
      "--allow-url <prefix>",
      "addresses that a run's network may be fetched from, as https://models.example/",
      webAddresses,
    )
    .option("--once", "end with the first run that was served until it was over")
    .optionsGroup("Data (default: what a run names, where that is published):")
    .option("--data <path>", "labelled images: a file, a directory, or the URL of a file")
    .option("--offline", "never touch the network for data");
  addFormatOptions(command).action(runWorker);
  addExamples(command, [
    ["evalpool worker --queue redis://10.0.0.7", "serve runs on published data"],
    ["evalpool worker --data mnist --once", "own data; $EVALPOOL_QUEUE"],
  ]);
}

async function runWorker(flags: WorkerFlags): Promise<void> {
  const { queue, threads, batchSize, data, offline, once = false, allowUrl = [] } = flags;
  requireOneSource({ ...flags, dataset: "auto" });
  const { queueUrlOf } = await import("../queue/queue-url-of.js");
  const url = queueUrlOf(queue, "worker");
  useWideVectors();
  keepYoungGenerationSmall();
  const { work } = await import("../queue/work.js");
  const means = { threads, batchSize, data, format: formatOptionsOf(flags), offline, allowUrl };
  await work({ url, means, once, signal: stop });
}
