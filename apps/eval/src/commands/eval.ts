import { availableParallelism } from "node:os";
import type { SplitName } from "@evalpool/mnist/node";
import { outputWidth } from "@evalpool/models";
import { Option, type Command } from "commander";
import { evaluate, type EvaluateOptions } from "../evaluate.js";
import type { BackendChoice } from "../evaluator.js";
import type { ImageSamples } from "../image-samples.js";
import type { ReportFile } from "../report/open-report.js";
import type { SamplesFile } from "../samples-file.js";
import type { EvaluationResult } from "../result.js";
import { formatAccuracy } from "../terminal/numbers.js";
import { showProgress } from "../terminal/show-progress.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addDataOptions, splitOption, type DataFlags } from "./data-options.js";
import { fileEnding, fraction, integer } from "./parse-options.js";
import { withSignals } from "./signals.js";

interface EvalFlags extends DataFlags {
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

async function runEval(flags: EvalFlags, signal: AbortSignal): Promise<void> {
  const { minAccuracy } = flags;
  useWideVectors();
  using samples = await openSamples(flags.samples);
  const report = await openReport(flags.report);
  const input = load(flags, signal);
  const onSamples = toAll([samples?.write, report?.add]);
  const shown = flags.progress && !flags.quiet ? showProgress(process.stderr) : undefined;
  const onProgress = shown?.onProgress;
  let result: EvaluationResult;
  try {
    result = await evaluate({ ...flags, ...input, onProgress, onSamples, signal });
  } finally {
    shown?.end();
  }
  samples?.keep();
  process.stdout.write(flags.json ? JSON.stringify(result) + "\n" : await format(result, flags));
  await report?.write(result, await input.model, await input.dataset);
  if (minAccuracy !== undefined && result.accuracy < minAccuracy) {
    const got = formatAccuracy(result.accuracy);
    process.stderr.write(`evalpool: accuracy ${got} is below --min-accuracy ${minAccuracy}\n`);
    process.exitCode = 1;
  }
}

async function format(result: EvaluationResult, { quiet }: EvalFlags): Promise<string> {
  const { summarize } = await import("../terminal/summary.js");
  const { painter } = await import("../terminal/paint.js");
  // Some terminals do not know theirs, and say 0.
  const columns = process.stdout.columns || 80;
  return summarize(result, { columns, paint: painter(process.stdout), quiet });
}

type TakeSamples = (samples: ImageSamples) => void;

/** Gives images to all who want them; nobody gives undefined, for then they need not be had. */
function toAll(takers: readonly (TakeSamples | undefined)[]): TakeSamples | undefined {
  const wanting = takers.filter((take) => take !== undefined);
  if (wanting.length === 0) return undefined;
  return (samples) => {
    for (const take of wanting) take(samples);
  };
}

async function openSamples(file: string | undefined): Promise<SamplesFile | undefined> {
  if (file === undefined) return undefined;
  const { createSamplesFile } = await import("../samples-file.js");
  return createSamplesFile(file);
}

async function openReport(file: string | undefined): Promise<ReportFile | undefined> {
  if (file === undefined) return undefined;
  const { openReport } = await import("../report/open-report.js");
  return openReport(file);
}

/** What loads the input is itself loaded while the pool starts. */
function load(flags: EvalFlags, signal: AbortSignal): Pick<EvaluateOptions, "model" | "dataset"> {
  const { offline } = flags;
  const model = import("../load-zoo-model.js").then(({ loadZooModel }) =>
    loadZooModel(flags.model, flags.weights, { offline, signal }),
  );
  const classes = import("@evalpool/models/node")
    .then(({ loadSpec }) => loadSpec(flags.model))
    .then(outputWidth)
    // Where there is no such model, loading it says so.
    .catch(() => undefined);
  const dataset = import("../load-dataset.js").then(async ({ openDataset }) =>
    openDataset(flags.dataset, flags.split, { ...flags, classes: await classes, signal }),
  );
  return { model, dataset };
}
