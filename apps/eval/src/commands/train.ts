import { DataError } from "@evalpool/errors";
import type { Split, SplitName } from "@evalpool/mnist/node";
import { chooseKernels } from "@evalpool/evaluate";
import { zoo } from "@evalpool/models";
import {
  defaultOptions,
  recipeFor,
  train,
  type OptimizerName,
  type TrainOptions,
} from "@evalpool/training";
import { Option, type Command } from "commander";
import { loadFitting } from "../load-fitting.js";
import { loadGraphShown } from "../loading.js";
import { stop } from "../stop.js";
import { formatAccuracy } from "../terminal/numbers.js";
import { say, tell } from "../terminal/tell.js";
import { affordableBatch } from "../training/affordable-batch.js";
import { saveTraining } from "../training/save-training.js";
import { showTraining } from "../training/show-training.js";
import { defaultWeightsFile, planTrainingFiles } from "../training/training-files.js";
import { untilStopped } from "../until-stopped.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addDataOptions, requireOneSource, type DataFlags } from "./data-options.js";
import { inputFiles } from "./input-files.js";
import { LARGEST_BATCH, MOST_ROUNDS } from "./limits.js";
import { count, integer, outputFile, positive } from "./parse-options.js";

interface TrainFlags extends DataFlags {
  readonly model: string;
  readonly out?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: OptimizerName;
  readonly seed?: number;
}

export function addTrainCommand(program: Command): void {
  const usually = (name: keyof TrainOptions): string => `(default: ${defaultOptions[name]})`;
  const command = program
    .command("train")
    .description("train a network on the training split and save its weights")
    .option("--model <id|file>", "network: an id of the zoo or a spec's .json file", "mlp");
  addExamples(command, [
    ["evalpool train", "into mlp.safetensors"],
    ["evalpool train --epochs 5 --out quick.safetensors", "less patient"],
    ["evalpool train --model cnn", "by its own recipe"],
    ["evalpool train --model net.json", "a network of your own"],
  ]);
  addDataOptions(command)
    .optionsGroup("Training (a network of the zoo may have others by default):")
    .option(
      "--out <file>",
      "where the weights go (default: the network's id .safetensors)",
      outputFile(".safetensors"),
    )
    .option(
      "--epochs <n>",
      `passes over the training images ${usually("epochs")}`,
      count(MOST_ROUNDS),
    )
    .option("--batch-size <n>", `images in one step ${usually("batchSize")}`, count(LARGEST_BATCH))
    .option("--learning-rate <x>", `at its peak ${usually("learningRate")}`, positive)
    .addOption(
      choose(
        new Option("--optimizer <name>", `how gradients move the weights ${usually("optimizer")}`),
        ["sgd", "momentum", "adam"],
      ),
    )
    .option("--seed <n>", `same seed, same weights ${usually("seed")}`, integer(0, 2 ** 32 - 1))
    .action(runTrain);
}

/** When interrupted, the best weights so far are saved all the same. */
async function runTrain(flags: TrainFlags): Promise<void> {
  const { model, dataset: name, data, offline, out, ...given } = flags;
  requireOneSource(flags);
  const graph = await untilStopped(loadGraphShown(model));
  const files = await untilStopped(
    planTrainingFiles(out ?? defaultWeightsFile(graph.id), inputFiles(flags)),
  );
  const load = (split: SplitName): Promise<Split> =>
    loadFitting(graph, {
      // The synthetic digits that auto falls back to are not to learn from, nor to test on here.
      dataset: name === "auto" && data === undefined ? "mnist" : name,
      split,
      data,
      offline,
      signal: stop,
    });
  const dataset = await untilStopped(load("train"));
  const { images, labels } = dataset;
  // A network of one's own may be called as one of the zoo.
  const recipe = zoo.has(model) ? recipeFor(model) : defaultOptions;
  const asked = { ...recipe, ...given };
  const batchSize = affordableBatch(graph, asked.batchSize, images.shape[0]);
  const options: TrainOptions = { ...asked, batchSize };
  const kernels = chooseKernels("auto", useWideVectors()) ?? null;
  const { end, ...show } = showTraining(options.epochs);
  const result = await train({ graph, images, labels, ...options, kernels, signal: stop, ...show })
    .catch((error: unknown) => {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${dataset.name} train`, error.reason, { cause: error });
    })
    .finally(end);
  const { best } = result;
  if (best === undefined) {
    tell(["evalpool: stopped before the first epoch's end; nothing saved"]);
    return;
  }
  const loadTest = (): Promise<Split> => load("test");
  const { validation, test } = await saveTraining(files, {
    graph,
    dataset,
    options,
    result,
    best,
    loadTest,
    signal: stop,
  });
  say([
    `weights    ${files.weights}`,
    `epoch      ${best.epoch}, the best of ${result.history.length}`,
    ...(validation ? [`validation ${formatAccuracy(validation.accuracy)}`] : []),
    ...(test ? [`test       ${formatAccuracy(test.accuracy)}`] : []),
  ]);
}
