import { availableParallelism } from "node:os";
import type { SplitName } from "@evalpool/mnist/node";
import type { BackendChoice } from "../evaluator.js";
import { startShardRunner } from "../shard-runner.js";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { showProgress } from "../terminal/show-progress.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addDataOptions, splitOption, type DataFlags } from "./data-options.js";
import { fileEnding, fraction, integer } from "./parse-options.js";
import { withSignals } from "./signals.js";
import { Option, type Command } from "commander";

export interface EvalFlags extends DataFlags {
  readonly model: string;
  readonly weights?: string;
  readonly split: SplitName;
  readonly limit?: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly repeat: number;
  readonly backend: BackendChoice;
  readonly json?: true;
  readonly quiet?: true;
  readonly progress: boolean;
  readonly samples?: string;
  readonly report?: string;
  readonly minAccuracy?: number;
}

export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("evaluate a model on a whole data set (the default command)")
    .optionsGroup("Model:")
    .option("--model <id|file>", "model: an id of the zoo or a spec's .json file", "mlp")
    .option("--weights <file>", "checkpoint: safetensors, .npz, or a pickled dict of arrays");
  addExamples(command, [
    ["evalpool", "the shipped network on MNIST"],
    ["evalpool --weights mine.npz", "weights of your own"],
    ["evalpool --model net.json --weights w.npz", "a network of your own"],
    ["evalpool --json > result.json", "all figures, for programs"],
    ["evalpool --quiet --min-accuracy 0.98", "a gate: exits with 1 if missed"],
  ]);
  addDataOptions(command)
    .addOption(splitOption().default("test"))
    .option("--limit <n>", "evaluate the first n images only", integer(1))
    .optionsGroup("Run:")
    .option("--batch-size <n>", "images in one forward pass", integer(1), 100)
    .addOption(
      new Option("--threads <n>", "worker threads; 0 runs in-process without a pool")
        .argParser(integer(0, 256))
        .default(availableParallelism(), "one for each core"),
    )
    .addOption(
      choose(new Option("--backend <name>", "what the forward pass runs on"), [
        "auto",
        "wasm",
        "reference",
      ]).default("auto"),
    )
    .option("--repeat <n>", "evaluate n times and tell the median time", integer(1), 1)
    .optionsGroup("Output:")
    .option("--json", "print the result as JSON")
    .option("--quiet", "print the accuracy alone, no progress; warnings and errors stay")
    .option("--no-progress", "show no progress, though on a terminal")
    .option(
      "--samples <file>",
      "write a line of JSON for each image: label, prediction, probabilities",
    )
    .option(
      "--report <file>",
      "write a page to look at: confusions, mistakes, calibration, speed",
      fileEnding(".html"),
    )
    .option("--min-accuracy <x>", "exit with 1 if the accuracy is below x", fraction)
    .action((flags: EvalFlags) => withSignals((signal) => runEval(flags, signal)));
}

/** A sign of life first, then threads: they take longer to start than anything takes to load. */
async function runEval(flags: EvalFlags, signal: AbortSignal): Promise<void> {
  using progress = flags.progress && !flags.quiet ? showProgress(process.stderr) : undefined;
  signal.addEventListener("abort", () => progress?.end());
  useWideVectors();
  keepYoungGenerationSmall();
  await using runner = await startShardRunner(flags.threads, signal);
  const { evaluateAndTell } = await import("../evaluate-and-tell.js");
  await evaluateAndTell(flags, runner, progress, signal);
}
