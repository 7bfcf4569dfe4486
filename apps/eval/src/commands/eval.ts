import { UsageError } from "@evalpool/errors";
import { backendChoices, rootCause, type Gate } from "@evalpool/evaluate";
import { Option, type Command } from "commander";
import type { DatasetChoice } from "../loading.js";
import type { RuntimeChoice } from "../model-choice.js";
import type { QueueChoice } from "../queue/evaluate-over-queue.js";
import { startShardRunner } from "../shard-runner.js";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { stop } from "../stop.js";
import { STDOUT } from "../terminal/print-result.js";
import { showProgress } from "../terminal/show-progress.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addCorruptOptions, corruptionOf } from "./corrupt-options.js";
import { addDataOptions, addFormatOptions, formatOptionsOf, splitOption } from "./data-options.js";
import { MOST_ROUNDS } from "./limits.js";
import { addModelOptions, MODEL, preprocessOf } from "./model-options.js";
import {
  count,
  fraction,
  integer,
  outputDirectory,
  outputFile,
  positive,
  repeated,
  webAddress,
} from "./parse-options.js";
import { addRunOptions } from "./run-options.js";
import { share } from "./parse-share.js";
import { lineFile } from "./samples-option.js";
import { takeDownFlags } from "./typed-flags.js";
import { checkEvalFlags, type EvalFlags } from "./eval-flags.js";

/** What nothing is done with where predictions are there already. */
const ofModels = [
  ...["model", "weights", "output", ...Object.keys(preprocessOf({}))],
  ...["corrupt", "corruptSeed", "batchSize", "threads", "backend", "runtime", "exact", "repeat"],
];

/** What workers have of their own, or leave where they are. */
const ofThisMachine = [
  ...["predictions", "threads", "runtime", "repeat"],
  ...["samples", "report", "shard", "out", "resume"],
];

export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("evaluate a model on a whole data set (the default command)")
    .optionsGroup("Model:")
    .option("--model <id|file>", MODEL, "mlp")
    .addOption(
      new Option(
        "--predictions <file>",
        "in place of a model, what another program predicted: JSON lines or CSV",
      ).conflicts(ofModels),
    );
  addModelOptions(command);
  addExamples(command, [
    ["evalpool", "the shipped network on MNIST"],
    ["evalpool --weights mine.npz", "weights of your own"],
    ["evalpool --model net.json --weights w.npz", "a network of your own"],
    ["evalpool --model net.onnx --mean 0.5 --std 0.5", "one that was trained elsewhere"],
    ["evalpool --predictions predicted.csv", "what another program predicted"],
    ["evalpool --json > result.json", "all figures, for programs"],
    ["evalpool --quiet --min-accuracy 0.98", "a gate: exits with 1 if missed"],
    ['evalpool --gate "recall[3] >= 0.9"', "one on another figure"],
    ["evalpool --shard 2/4 --out part-2.json", "a part, for evalpool merge"],
  ]);
  addDataOptions(command).addOption(splitOption().default("test"));
  addFormatOptions(command).option("--limit <n>", "evaluate the first n images only", integer(1));
  addCorruptOptions(command);
  addRunOptions(command)
    .addOption(
      choose(
        new Option("--backend <name>", "what the forward pass runs on"),
        backendChoices,
      ).default("auto"),
    )
    .addOption(
      choose(
        new Option("--runtime <name>", "own kernels, or onnxruntime-node, where that is installed"),
        ["auto", "own", "onnxruntime"] satisfies RuntimeChoice[],
      ).default("auto"),
    )
    .option("--exact", "convolutions as plain sums of products, without Winograd's algorithm")
    .option("--repeat <n>", "evaluate n times and tell the median time", count(MOST_ROUNDS), 1)
    .optionsGroup("Many machines:")
    .option("--shard <i/n>", "evaluate the i-th of n parts alone, for merge; takes --out", share)
    .option("--out <file>", "the file of that part", outputFile())
    .option(
      "--resume <dir>",
      "keep what is done there; the same command again evaluates what is missing",
      outputDirectory,
    )
    .addOption(
      new Option(
        "--queue [url]",
        "have workers evaluate that are there, as evalpool worker: redis://, rediss:// or postgres://",
      ).conflicts(ofThisMachine),
    )
    .option(
      "--network-url <url>",
      "where workers fetch a network too large for the queue: what convert writes of it",
      webAddress,
    )
    .option("--wait <s>", "give up after so many seconds without a worker, or the store", positive)
    .optionsGroup("Output:")
    .option("--json", "print the result as JSON")
    .option("--quiet", "print the accuracy alone, no progress; warnings and errors stay")
    .option("--no-progress", "show no progress, though on a terminal")
    .option(
      "--samples <file>",
      "write a line of JSON for each image: label, prediction, probabilities; - is stdout",
      lineFile,
    )
    .option(
      "--report <file>",
      "write a page to look at: confusions, mistakes, calibration, speed",
      outputFile(".html"),
    )
    .option(
      "--min-accuracy <x>",
      "exit with 1 if the accuracy is below x; synthetic digits only if named",
      fraction,
    )
    .option(
      "--gate <expr>",
      'as --min-accuracy, for any figure: "recall[3] >= 0.9"; may be repeated',
      repeated,
    )
    .action(async (flags: EvalFlags) => runEval(flags, typed()));
  const typed = takeDownFlags(command);
}

/** A sign of life first, then threads: they take longer to start than anything takes to load. */
async function runEval(flags: EvalFlags, typed: readonly string[]): Promise<void> {
  const { predictions } = flags;
  await checkEvalFlags(flags);
  const gates = await gatesOf(flags);
  const queue = await queueOf(flags);
  const threads = predictions !== undefined || queue ? 0 : flags.threads;
  // Lines of samples on a terminal would meet the one that keeps changing.
  const isFilled = flags.samples === STDOUT && process.stdout.isTTY;
  const isShown = flags.progress && !flags.quiet && !isFilled;
  using progress = isShown ? showProgress(process.stderr) : undefined;
  stop.addEventListener("abort", () => progress?.end());
  useWideVectors();
  keepYoungGenerationSmall();
  await using runner = await startShardRunner(threads, stop);
  const { evaluateAndTell } = await import("../evaluate-and-tell.js").catch(
    async (error: unknown) => {
      throw await rootCause(error, runner);
    },
  );
  const { model, weights, output, dataset, data, split, offline } = flags;
  const { samples, report } = flags;
  const { limit, batchSize, repeat, backend, exact } = flags;
  const corruption = corruptionOf(flags);
  // What is asked of own kernels is not answered by others.
  const isOwn = exact || backend !== "auto";
  const runtime = isOwn && flags.runtime === "auto" ? "own" : flags.runtime;
  const { shard, out = "", resume } = flags;
  const part = shard && { share: shard, out, flags: typed };
  const noStandIn = realDataFor(flags);
  const evaluation = {
    model: { model, weights, output, preprocess: preprocessOf(flags), offline, runtime },
    data: { ...formatOptionsOf(flags), dataset, data, split, offline, noStandIn },
    run: { limit, corruption, batchSize, threads, repeat, backend, exact, signal: stop },
    output: { as: flags.json ? "json" : flags.quiet ? "accuracy" : "summary", samples, report },
    predictions,
    resume,
    queue,
    gates,
    runner,
    progress,
  } as const;
  // Awaited, as the runner is closed on returning.
  if (part === undefined) return await evaluateAndTell(evaluation);
  const { evaluatePart } = await import("../parts/evaluate-part.js");
  await evaluatePart(evaluation, part);
}

async function gatesOf(flags: EvalFlags): Promise<readonly Gate[]> {
  if (flags.minAccuracy === undefined && flags.gate === undefined) return [];
  return (await import("../gates/gates-of.js")).gatesOf(flags);
}

async function queueOf({
  queue,
  wait = Infinity,
  networkUrl,
  quiet,
}: EvalFlags): Promise<QueueChoice | undefined> {
  if (queue === undefined) {
    const other = wait === Infinity ? networkUrl && "--network-url" : "--wait";
    if (other === undefined) return undefined;
    throw new UsageError(`${other} is for the workers of a queue: give it with --queue`);
  }
  const { queueUrlOf } = await import("../queue/queue-url-of.js");
  return { url: queueUrlOf(queue, "eval"), wait: wait * 1000, isQuiet: quiet ?? false, networkUrl };
}

/** The flag that nobody would want digits for which stand in for MNIST. */
function realDataFor(flags: EvalFlags): DatasetChoice["noStandIn"] {
  if (flags.predictions !== undefined) return "--predictions";
  if (flags.shard !== undefined) return "--shard";
  if (flags.queue !== undefined) return "--queue";
  if (flags.minAccuracy !== undefined) return "--min-accuracy";
  return flags.gate === undefined ? undefined : "--gate";
}
