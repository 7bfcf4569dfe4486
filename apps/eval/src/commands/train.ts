import { defaultOptions, type OptimizerName, type TrainOptions } from "@evalpool/training";
import { Option, type Command } from "commander";
import type { TrainingOutputs } from "../training/training-files.js";
import { addExamples } from "./add-examples.js";
import { choose } from "./choices.js";
import { addDataOptions, requireOneSource, type DataFlags } from "./data-options.js";
import { inputFiles } from "./input-files.js";
import { LARGEST_BATCH, MOST_ROUNDS } from "./limits.js";
import { count, integer, outputFile, positive } from "./parse-options.js";

interface TrainFlags extends DataFlags, TrainingOutputs {
  readonly model: string;
  readonly out?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: OptimizerName;
  readonly seed?: number;
  readonly limit?: number;
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
    ["evalpool train --resume state.safetensors", "stopped, it goes on"],
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
    .option("--limit <n>", "learn from the first n images only", integer(1))
    .option(
      "--resume <file>",
      "keep after each epoch what training goes on from; the same command again goes on",
      outputFile(".safetensors"),
    )
    .option("--curve <file>", "draw loss and accuracy of each epoch", outputFile(".svg"))
    .option("--log <file>", "write a line of JSON as each epoch ends", outputFile(".jsonl"))
    .action(runTrain);
}

async function runTrain(flags: TrainFlags): Promise<void> {
  const { model, dataset, data, offline, out, limit, curve, log, resume, ...options } = flags;
  requireOneSource(flags);
  const { runTraining } = await import("../training/run-training.js");
  await runTraining({
    model,
    // The synthetic digits that auto falls back to are not to learn from, nor to test on here.
    data: { dataset: dataset === "auto" && data === undefined ? "mnist" : dataset, data, offline },
    options,
    limit,
    out,
    outputs: { curve, log, resume },
    inputs: inputFiles(flags),
  });
}
