import type { Split, SplitName } from "@evalpool/mnist/node";
import { outputWidth } from "@evalpool/models";
import { loadSpec } from "@evalpool/checkpoints/node";
import { defaultOptions, train, type OptimizerName } from "@evalpool/training";
import { loadDatasetShown } from "../loading.js";
import { saveTraining } from "../training/save-training.js";
import { showTraining } from "../training/show-training.js";
import { planTrainingFiles } from "../training/training-files.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addDataOptions, type DataFlags } from "./data-options.js";
import { integer, positive } from "./parse-options.js";
import { withSignals } from "./signals.js";
import { Option, type Command } from "commander";

interface TrainFlags extends DataFlags {
  readonly model: string;
  readonly out?: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerName;
  readonly seed: number;
}

export function addTrainCommand(program: Command): void {
  const { epochs, batchSize, learningRate, optimizer, seed } = defaultOptions;
  const command = program
    .command("train")
    .description("train a network on the training split and save its weights")
    .option("--model <id|file>", "network: an id of the zoo or a spec's .json file", "mlp");
  addExamples(command, [
    ["evalpool train", "into mlp.safetensors"],
    ["evalpool train --epochs 5 --out quick.safetensors", "less patient"],
    ["evalpool train --model net.json", "a network of your own"],
  ]);
  addDataOptions(command)
    .optionsGroup("Training:")
    .option("--out <file>", "where the weights go (default: the network's id .safetensors)")
    .option("--epochs <n>", "passes over the training images", integer(1), epochs)
    .option("--batch-size <n>", "images in one step", integer(1), batchSize)
    .option("--learning-rate <x>", "at its peak", positive, learningRate)
    .addOption(
      choose(new Option("--optimizer <name>", "how gradients move the weights"), [
        "sgd",
        "momentum",
        "adam",
      ]).default(optimizer),
    )
    .option("--seed <n>", "same seed, same weights", integer(0, 2 ** 32 - 1), seed)
    .action((flags: TrainFlags) => withSignals((signal) => runTrain(flags, signal)));
}

/** When interrupted, the best weights so far are saved all the same. */
async function runTrain(flags: TrainFlags, signal: AbortSignal): Promise<void> {
  const { model, dataset: name, data, offline, out, ...given } = flags;
  const spec = await loadSpec(model);
  const files = await planTrainingFiles(out ?? `${spec.id}.safetensors`);
  const classes = outputWidth(spec);
  // The synthetic digits that auto falls back to are not to learn from, nor to test on here.
  const from = name === "auto" ? "mnist" : name;
  const load = (split: SplitName): Promise<Split> =>
    loadDatasetShown(from, split, { data, offline, classes, signal });
  const dataset = await load("train");
  const options = { ...defaultOptions, ...given };
  const show = showTraining(options.epochs, process.stderr);
  const result = await train({
    spec,
    images: dataset.images,
    labels: dataset.labels,
    ...options,
    signal,
    ...show,
  });
  show.end();
  const { best } = result;
  if (best === undefined) {
    process.stderr.write("evalpool: stopped before the first epoch's end; nothing saved\n");
    return;
  }
  const card = await saveTraining(files, {
    spec,
    dataset,
    options,
    result,
    best,
    loadTest: () => load("test"),
  });
  const { validation, test } = card;
  process.stdout.write(
    [
      `weights    ${files.weights}`,
      `epoch      ${best.epoch}, the best of ${result.history.length}`,
      ...(validation ? [`validation ${validation.accuracy.toFixed(4)}`] : []),
      ...(test ? [`test       ${test.accuracy.toFixed(4)}`] : []),
      "",
    ].join("\n"),
  );
}
