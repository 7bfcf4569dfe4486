import { NotFoundError, UsageError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/data";
import { findData } from "@evalpool/data/node";
import type { Command } from "commander";
import { requireDistinct } from "../distinct-files.js";
import { describeSource } from "../describe-source.js";
import { openDatasetShown, tellFetched } from "../loading.js";
import { openView } from "../open-view.js";
import { requireIndex } from "../require-index.js";
import { stop } from "../stop.js";
import { widthOf } from "../terminal/columns.js";
import { fold } from "../terminal/entry.js";
import { legendLines, ofData } from "../terminal/legend.js";
import { say, tell, type Line } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import {
  addDataOptions,
  addFormatOptions,
  formatOptionsOf,
  requireOneSource,
  splitOption,
  type SplitChoice,
  type DataFlags,
  type FormatFlags,
} from "./data-options.js";
import { givenFlag } from "./given-flag.js";
import { inputFiles } from "./input-files.js";
import {
  addModelOptions,
  isOfModels,
  MODEL,
  preprocessOf,
  type ModelFlags,
} from "./model-options.js";
import { integer, outputFile } from "./parse-options.js";
import { drawImages, saveSheet, type ShownImages } from "./show-images.js";

interface InspectFlags extends DataFlags, FormatFlags, ModelFlags {
  readonly model?: string;
  readonly split?: SplitChoice;
  readonly index: number;
  readonly count: number;
  readonly out?: string;
}

/** More make a picture that few programs show. */
const MOST_IN_A_SHEET = 10_000;
/** Of all images that are drawn. */
const MOST_PIXELS = 10e6;

export function addInspectCommand(program: Command): void {
  const command = program
    .command("inspect")
    .summary("show a data set: shapes, labels, digits; or a network")
    .description(
      "show a data set: shapes, labels, pixels, and digits drawn in the terminal;\n" +
        "or a network: each operation with its shape, cost and kernel",
    );
  addExamples(command, [
    ["evalpool inspect", "MNIST and a digit of each split"],
    ["evalpool inspect --split test --index 8", "one image"],
    ["evalpool inspect --count 100 --out sheet.png", "a sheet of digits"],
    ["evalpool inspect --model net.onnx", "a network, no data set"],
  ]);
  addDataOptions(command).addOption(splitOption());
  addFormatOptions(command)
    .optionsGroup("Images:")
    .option("--index <n>", "which image to show", integer(0), 0)
    .option("--count <n>", "how many, from that one on", integer(1, MOST_IN_A_SHEET), 1)
    .option(
      "--out <file>",
      "draw them into a .png or .svg, with their labels (test split unless told)",
      outputFile(".png", ".svg"),
    )
    .optionsGroup("Network:")
    .option("--model <id|file>", MODEL);
  addModelOptions(command).action((flags: InspectFlags) =>
    untilStopped(runInspect(flags, command)),
  );
}

async function runInspect(flags: InspectFlags, command: Command): Promise<void> {
  if (flags.model !== undefined) {
    requireModelAlone(command);
    const { inspectModel } = await import("./inspect-model.js");
    const { model, output, weights } = flags;
    return inspectModel(model, weights, { output, preprocess: preprocessOf(flags) });
  }
  requireNoModelFlags(command);
  const { index, count, out } = flags;
  requireOneSource(flags);
  requireDistinct(inputFiles(flags), { "--out": out });
  const splits = await loadSplits(out === undefined ? flags : { split: "test", ...flags });
  for (const split of splits) requireImages(split, index, count);
  const shown = await Promise.all(
    splits.map(async (split) => {
      const images = await readImages(split, index, count);
      const drawn = await (out === undefined ? drawImages(images) : saveSheet(images, out));
      return [...describeSource(split), ...drawn];
    }),
  );
  const { columns } = process.stdout;
  const inTerminal = (line: Line): Line[] =>
    typeof line === "string" && columns > 0 ? fold(line, columns, widthOf) : [line];
  const keys = shown.flat().map((line) => (typeof line === "string" ? keyOf(line) : ""));
  say([
    ...shown.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines])).flatMap(inTerminal),
    ...["", ...legendLines(ofData, keys, columns || 80)],
  ]);
}

/** `images` of `  images  (10,28,28)` */
function keyOf(line: string): string {
  return /^ {2}(\w+) /.exec(line)?.[1] ?? "";
}

/** @throws {UsageError} when a flag is given that is of data sets */
function requireModelAlone(command: Command): void {
  const other = givenFlag(command, (name) => !isOfModels(name) && name !== "model");
  if (other === undefined) return;
  throw new UsageError(`${other} is of data sets, and --model shows a network: give one of them`);
}

/** @throws {UsageError} when a flag is given that is of networks */
function requireNoModelFlags(command: Command): void {
  const other = givenFlag(command, isOfModels);
  if (other !== undefined) throw new UsageError(`${other} is of networks: name one with --model`);
}

/** The split that is asked for, else all that there are. */
async function loadSplits(flags: InspectFlags): Promise<IndexedSource[]> {
  const { dataset, split, data, offline } = flags;
  const how = { ...formatOptionsOf(flags), offline, signal: stop, onFetched: tellFetched };
  const options = { ...how, dataset, data };
  const load = (name: string): Promise<IndexedSource> =>
    openDatasetShown({ ...options, split: name });
  if (split !== undefined) return [await load(split)];
  if (data !== undefined) {
    const { splits } = await findData(data, how);
    return Promise.all(splits.map(load));
  }
  const test = await load("test");
  if (test.name === "synthetic") return [test];
  const train = await load("train").catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    tell(["evalpool: there is no training split; only the test split is shown"]);
    return undefined;
  });
  return train ? [train, test] : [test];
}

function requireImages(source: IndexedSource, index: number, count: number): void {
  const { format } = source;
  const asked = count === 1 ? `--index ${index}` : `--index ${index} --count ${count}`;
  requireIndex(source, index + count - 1, asked);
  if (format) requireDrawable(asked, count * format.height * format.width);
}

/** @throws {UsageError} when all that is to be drawn has so many pixels that it could not be */
function requireDrawable(asked: string, pixels: number): void {
  if (pixels <= MOST_PIXELS) return;
  throw new UsageError(`${asked}: images are too large to draw, or too many`);
}

async function readImages(
  source: IndexedSource,
  first: number,
  count: number,
): Promise<ShownImages> {
  using view = openView(source);
  const images: ShownImages["images"][number][] = [];
  let pixels = 0;
  for (let i = 0; i < count; i++) {
    const [image] = await view.read([first + i]);
    if (image === undefined) break;
    images.push(image);
    const [, height, width] = image.shape;
    requireDrawable(`--count ${count}`, (pixels += height * width));
  }
  return { source, images, first };
}
