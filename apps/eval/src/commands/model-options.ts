import type { SaidPreprocess } from "@evalpool/models";
import { Option, type Command } from "commander";
import { choose } from "./choices.js";
import { listOfNumbers, ratio, resize, type SaidResize } from "./parse-preprocess.js";

/** Which model a command takes, and what becomes of pixels before they are its input. */
export interface ModelFlags {
  readonly weights?: string;
  readonly output?: string;
  readonly scale?: number;
  readonly mean?: number[];
  readonly std?: number[];
  readonly invert?: true;
  readonly transpose?: true;
  readonly channels?: "gray" | "rgb";
  readonly resize?: SaidResize;
}

/** What `--model` and its like take, in words for help. */
export const MODEL =
  "model: an id of the zoo, a spec's .json file, or a network in ONNX, Keras or TensorFlow.js";

/** Adds `--weights`, `--output` and those of preprocessing to a command. */
export function addModelOptions(command: Command): Command {
  command.option(
    "--weights <file>",
    "checkpoint: safetensors, PyTorch, .npz, .h5, or a pickled dict of arrays",
  );
  return addNetworkOptions(command);
}

/** Adds `--output` and those of preprocessing to a command. */
export function addNetworkOptions(command: Command): Command {
  return command
    .option("--output <name>", "which of a network's outputs gives the classes")
    .optionsGroup("Pixels (default: what the model says, else v/255):")
    .option("--scale <x>", "multiply each pixel v first, as by 1/255", ratio)
    .option("--mean <m,…>", "then subtract this, or one for each channel", listOfNumbers("any"))
    .option(
      "--std <s,…>",
      "then divide by this, or one for each channel",
      listOfNumbers("positive"),
    )
    .option("--invert", "255 - v: dark on light becomes light on dark")
    .option("--transpose", "swap rows and columns")
    .addOption(choose(new Option("--channels <kind>", "make images of one"), ["gray", "rgb"]))
    .option("--resize <HxW[:crop]>", "resize images; crop keeps their proportions", resize);
}

/** What flags say of pixels. */
export function preprocessOf(flags: ModelFlags): SaidPreprocess {
  const { scale, mean, std, invert, transpose, channels, resize } = flags;
  return { scale, mean, std, invert, transpose, channels, resize };
}

/** Whether an option is one of these, by its name as an attribute. */
export function isOfModels(name: string): boolean {
  return ["weights", "output", ...Object.keys(preprocessOf({}))].includes(name);
}
