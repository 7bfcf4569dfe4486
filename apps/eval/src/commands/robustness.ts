import { corruptions, type Severity } from "@evalpool/corruptions";
import type { SplitName } from "@evalpool/mnist/node";
import { rootCause } from "@evalpool/evaluate";
import { Option, type Command } from "commander";
import { startShardRunner } from "../shard-runner.js";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { stop } from "../stop.js";
import { showProgress } from "../terminal/show-progress.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import {
  addDataOptions,
  addFormatOptions,
  formatOptionsOf,
  requireOneSource,
  splitOption,
  type DataFlags,
  type FormatFlags,
} from "./data-options.js";
import { inputFiles } from "./input-files.js";
import { addModelOptions, MODEL, preprocessOf, type ModelFlags } from "./model-options.js";
import { corruptionNames, severityList } from "./parse-corruptions.js";
import { integer, outputFile } from "./parse-options.js";
import { addRunOptions } from "./run-options.js";

interface RobustnessFlags extends DataFlags, FormatFlags, ModelFlags {
  readonly model: string;
  readonly split: SplitName;
  readonly limit?: number;
  readonly corruptions: readonly (typeof corruptions)[number][];
  readonly severities: readonly Severity[];
  readonly seed: number;
  readonly baseline?: string;
  readonly batchSize: number;
  readonly threads: number;
  readonly json?: true;
  readonly progress: boolean;
  readonly report?: string;
}

export function addRobustnessCommand(program: Command): void {
  const command = program
    .command("robustness")
    .summary("evaluate a model on corrupted images")
    .description("evaluate a model on images as they are, and on MNIST-C's corruptions of them")
    .optionsGroup("Model:")
    .option("--model <id|file>", MODEL, "mlp");
  addModelOptions(command);
  addExamples(command, [
    ["evalpool robustness", "15 corruptions at 3 severities"],
    ["evalpool robustness --model cnn --baseline mlp", "held against another network"],
    ["evalpool robustness --corruptions fog,rotate", "some of them"],
    ["evalpool robustness --json > robustness.json", "a baseline for later runs"],
  ]);
  addDataOptions(command).addOption(splitOption().default("test"));
  addFormatOptions(command)
    .option("--limit <n>", "evaluate the first n images only", integer(1))
    .optionsGroup("Corruptions:")
    .addOption(
      new Option("--corruptions <list>", "names of some, with commas between")
        .argParser(corruptionNames)
        .default(corruptions, "all of them"),
    )
    .addOption(
      new Option("--severities <list>", "some of 1 to 5; 3 is MNIST-C's own")
        .argParser(severityList)
        .default([1, 3, 5], "1,3,5"),
    )
    .option("--seed <n>", "of what is random in them", integer(0, 2 ** 32 - 1), 0)
    .option(
      "--baseline <file|model>",
      "what errors are held against: a result of this command's --json, or another model",
    );
  addRunOptions(command)
    .optionsGroup("Output:")
    .option("--json", "print the result as JSON")
    .option("--no-progress", "show no progress, though on a terminal")
    .option("--report <file>", "write a page to look at", outputFile(".html"))
    .action(runRobustness);
}

/** As `eval`, threads are started before anything is loaded. */
async function runRobustness(flags: RobustnessFlags): Promise<void> {
  await checkFlags(flags);
  using progress = flags.progress ? showProgress(process.stderr) : undefined;
  stop.addEventListener("abort", () => progress?.end());
  useWideVectors();
  keepYoungGenerationSmall();
  await using runner = await startShardRunner(flags.threads, stop);
  const { measureAndTell } = await import("../robustness/measure-and-tell.js").catch(
    async (error: unknown) => {
      throw await rootCause(error, runner);
    },
  );
  const { model, weights, output, dataset, data, split, offline } = flags;
  const { corruptions, severities, seed, baseline } = flags;
  const { limit, batchSize, json, report } = flags;
  await measureAndTell({
    model: { model, weights, output, preprocess: preprocessOf(flags), offline, runtime: "auto" },
    data: { ...formatOptionsOf(flags), dataset, data, split, offline },
    choice: { corruptions, severities, seed },
    baseline,
    run: { limit, batchSize, signal: stop },
    output: { as: json ? "json" : "summary", report },
    runner,
    progress,
  });
}

/** @throws {UsageError} when flags contradict each other, or the run would write over what it reads */
async function checkFlags(flags: RobustnessFlags): Promise<void> {
  requireOneSource(flags);
  if (flags.report === undefined) return;
  const { requireDistinct } = await import("../distinct-files.js");
  const inputs = { ...inputFiles(flags), "--baseline": flags.baseline };
  requireDistinct(inputs, { "--report": flags.report });
}
