import { trace } from "@evalpool/models";
import { size, tensor } from "@evalpool/tensor";
import { UsageError } from "@evalpool/errors";
import type { Command } from "commander";
import type { ImageChoice } from "../forward-image.js";
import { loadModelShown } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";
import { stop } from "../stop.js";
import { forwardLines } from "../terminal/forward-lines.js";
import { say } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import {
  addDataOptions,
  addFormatOptions,
  formatOptionsOf,
  isOfData,
  requireOneSource,
  splitOption,
  type DataFlags,
  type FormatFlags,
  type SplitChoice,
} from "./data-options.js";
import { givenFlag } from "./given-flag.js";
import { addModelOptions, MODEL, preprocessOf, type ModelFlags } from "./model-options.js";
import { integer, numbers } from "./parse-options.js";

interface ForwardFlags extends DataFlags, FormatFlags, ModelFlags {
  readonly model?: string;
  readonly index?: number;
  readonly image?: string;
  readonly split: SplitChoice;
}

export function addForwardCommand(program: Command): void {
  const command = program
    .command("forward")
    .summary("run a network on one input and show what every layer gives")
    .description("run a network on one input, or one image, and show what every layer gives")
    .argument("[model]", MODEL)
    .argument("[x...]", "input values", numbers)
    .optionsGroup("Image:")
    .option("--index <n>", "take this image of a data set", integer(0))
    .option("--image <file>", "take this picture, PNG or JPEG")
    .optionsGroup("Model:")
    .option("--model <id|file>", "the model, in place of the argument (of images: mlp)");
  addModelOptions(command);
  addDataOptions(command).addOption(splitOption().default("test"));
  addFormatOptions(command).action((model: string | undefined, x: number[], flags: ForwardFlags) =>
    untilStopped(runForward({ ...flags, ...chosenModel(model, flags) }, x, command)),
  );
  addExamples(command, [
    ["evalpool forward three-layer 1.0 0.5", "the book's worked example"],
    ["evalpool forward net.json --weights w.npz 0.1 0.2", "a network of your own"],
    ["evalpool forward six-layer 1.0 0.5 0.4 0.9 -1.3", "the deeper one"],
    ["evalpool forward mlp --index 8", "an image of MNIST"],
    ["evalpool forward cnn --image seven.png", "a picture"],
  ]);
}

/** @throws {UsageError} when two are named */
function chosenModel(
  argument: string | undefined,
  { model }: ForwardFlags,
): Pick<ForwardFlags, "model"> {
  if (argument === undefined) return {};
  if (model === undefined) return { model: argument };
  throw new UsageError(`${argument} and --model ${model} both name the model: give one of them`);
}

async function runForward(flags: ForwardFlags, x: number[], command: Command): Promise<void> {
  requireOneInput(flags, x, command);
  const { model = "mlp", weights, output, offline } = flags;
  const choice = { model, weights, output, offline, preprocess: preprocessOf(flags) };
  const image = imageOf(flags);
  if (image === undefined) return runOnValues(choice, x);
  const { forwardImage } = await import("../forward-image.js");
  say(await forwardImage(choice, image, stop));
}

async function runOnValues(
  { model: id, weights, output, offline }: Omit<ModelChoice, "runtime">,
  x: number[],
): Promise<void> {
  const model = await loadModelShown(id, weights, { output, offline, signal: stop });
  const { input } = model.graph;
  if (size(input.shape) !== x.length) {
    throw new UsageError(
      `${model.graph.id} takes ${size(input.shape)} input values, got ${x.length}`,
    );
  }
  const example = { data: tensor(x).data, shape: input.shape };
  say(forwardLines(model.graph, example, trace(model, example)));
}

function imageOf(flags: ForwardFlags): ImageChoice | undefined {
  const { index, image, dataset, data, split, offline } = flags;
  if (image !== undefined) return { file: image };
  if (index === undefined) return undefined;
  return {
    data: { ...formatOptionsOf(flags), dataset, data, split, offline, signal: stop },
    index,
  };
}

/** @throws {UsageError} when there is no input, or there are two, or flags say something of another */
function requireOneInput(flags: ForwardFlags, x: readonly number[], command: Command): void {
  const { index, image } = flags;
  const inputs = [
    ...(x.length > 0 ? ["input values"] : []),
    ...(index === undefined ? [] : [`--index ${index}`]),
    ...(image === undefined ? [] : [`--image ${image}`]),
  ];
  const [first, second] = inputs;
  if (second !== undefined) {
    throw new UsageError(`${first} and ${second} are two inputs: give one of them`);
  }
  const ofData = givenFlag(command, isOfData);
  if (index === undefined && ofData !== undefined) {
    throw new UsageError(`${ofData} is of data sets: say which image of one with --index N`);
  }
  const ofPixels = givenFlag(command, (name) => Object.hasOwn(preprocessOf({}), name));
  if (x.length > 0 && ofPixels !== undefined) {
    throw new UsageError(`${ofPixels} is of pixels: give an image with --index N or --image FILE`);
  }
  if (first === undefined) {
    throw new UsageError(
      "no input: give its values after the model, --index N of a data set, or --image FILE",
    );
  }
  requireOneSource(flags);
}
