import type { Command } from "commander";
import { UsageError } from "@evalpool/errors";
import { requireDistinct } from "../distinct-files.js";
import { MOST_CLASSES } from "../lookup/likeliest.js";
import { stop } from "../stop.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { addCorruptOptions, corruptionOf, type CorruptFlags } from "./corrupt-options.js";
import {
  addDataOptions,
  addFormatOptions,
  formatOptionsOf,
  requireOneSource,
  splitOption,
  type DataFlags,
  type FormatFlags,
  type SplitChoice,
} from "./data-options.js";
import { inputFiles } from "./input-files.js";
import { addModelOptions, MODEL, preprocessOf, type ModelFlags } from "./model-options.js";
import { indices } from "./parse-indices.js";
import { outputFile } from "./parse-options.js";

interface ShowFlags extends DataFlags, FormatFlags, ModelFlags, CorruptFlags {
  readonly model: string;
  readonly split: SplitChoice;
  readonly layers?: true;
  readonly json?: true;
  readonly out?: string;
}

export function addShowCommand(program: Command): void {
  const command = program
    .command("show")
    .summary("look up images: what a network reads in each, how sure")
    .description(
      "look up images of a data set by index: each drawn, with its label, what a\n" +
        `network reads it as, and the probability of every class; of more than ${MOST_CLASSES}\n` +
        "of the likeliest five and of its own, and of all with --json",
    )
    .argument("<index...>", "which images, from 0 on; 10-14 is a range of them", indices)
    .optionsGroup("Model:")
    .option("--model <id|file>", MODEL, "mlp");
  addModelOptions(command);
  addDataOptions(command).addOption(splitOption().default("test"));
  addCorruptOptions(addFormatOptions(command))
    .optionsGroup("Output:")
    .option("--layers", "show what the image passes through, layer by layer")
    .option("--json", "print a line of JSON for each image")
    .option(
      "--out <file>",
      "draw images and probabilities into a .png or .svg, not the terminal",
      outputFile(".png", ".svg"),
    )
    .action((which: number[], flags: ShowFlags) => untilStopped(runShow(which, flags)));
  addExamples(command, [
    ["evalpool show 8", "an image, and what is read in it"],
    ["evalpool show 8 247 10-14 --out some.png", "several, as a picture"],
    ["evalpool show 8 --model cnn --layers", "what it passes through"],
    ["evalpool show 8 --corrupt fog:5", "the image in fog"],
  ]);
}

async function runShow(which: readonly number[], flags: ShowFlags): Promise<void> {
  const { model, weights, output, offline, dataset, data, split, layers, json, out } = flags;
  requireOneSource(flags);
  const corruption = corruptionOf(flags);
  requireDistinct(inputFiles(flags), { "--out": out });
  const twice = which.find((index, i) => which.indexOf(index) < i);
  if (twice !== undefined) throw new UsageError(`image ${twice} is asked for twice`);
  const { showReadings } = await import("../lookup/show-readings.js");
  await showReadings({
    model: { model, weights, output, preprocess: preprocessOf(flags), offline },
    data: { ...formatOptionsOf(flags), dataset, data, split, offline, signal: stop },
    corruption,
    indices: which,
    output: { as: json ? "json" : "text", hasLayers: layers ?? false, file: out },
  });
}
