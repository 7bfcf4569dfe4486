import { NotFoundError, UsageError } from "@evalpool/errors";
import type { Split, SplitName } from "@evalpool/mnist/node";
import { format, row, type Tensor } from "@evalpool/tensor";
import { requireDistinct } from "../distinct-files.js";
import { drawDigit } from "../draw-digit.js";
import { loadDatasetShown } from "../loading.js";
import { stop } from "../stop.js";
import { say, tell } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { addExamples } from "./add-examples.js";
import { addDataOptions, requireOneSource, splitOption, type DataFlags } from "./data-options.js";
import { inputFiles } from "./input-files.js";
import { integer, outputFile } from "./parse-options.js";
import type { Command } from "commander";

interface InspectFlags extends DataFlags {
  readonly split?: SplitName;
  readonly index: number;
  readonly count: number;
  readonly out?: string;
}

/** More make a picture that few programs show. */
const MOST_IN_A_SHEET = 10_000;

export function addInspectCommand(program: Command): void {
  const command = program
    .command("inspect")
    .summary("show a data set: shapes, labels, digits")
    .description("show a data set: shapes, labels, pixels, and digits drawn in the terminal");
  addExamples(command, [
    ["evalpool inspect", "MNIST and a digit of each split"],
    ["evalpool inspect --split test --index 8", "one image"],
    ["evalpool inspect --count 100 --out sheet.png", "a sheet of digits"],
  ]);
  addDataOptions(command)
    .addOption(splitOption())
    .optionsGroup("Images:")
    .option("--index <n>", "which image to show", integer(0), 0)
    .option("--count <n>", "how many, from that one on", integer(1, MOST_IN_A_SHEET), 1)
    .option(
      "--out <file>",
      "draw them into a .png or .svg, with their labels (test split unless told)",
      outputFile(".png", ".svg"),
    )
    .action((flags: InspectFlags) => untilStopped(runInspect(flags)));
}

async function runInspect(flags: InspectFlags): Promise<void> {
  const { index, count, out } = flags;
  requireOneSource(flags);
  requireDistinct(inputFiles(flags), { "--out": out });
  const splits = await loadSplits(out === undefined ? flags : { split: "test", ...flags });
  for (const split of splits) requireImages(split, index, count);
  const shown = await Promise.all(
    splits.map(async (split) => {
      const drawn =
        out === undefined ? drawImages(split, index, count) : await saveSheet(split, flags, out);
      return [...describe(split), ...drawn];
    }),
  );
  say(shown.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines])));
}

/** The split that is asked for, else all that there are. */
async function loadSplits({ dataset, split, data, offline }: InspectFlags): Promise<Split[]> {
  const load = (name: SplitName): Promise<Split> =>
    loadDatasetShown({ dataset, split: name, data, offline, signal: stop });
  if (split !== undefined) return [await load(split)];
  const test = await load("test");
  if (test.name === "synthetic") return [test];
  const train = await load("train").catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    tell(["evalpool: there is no training split; only the test split is shown"]);
    return undefined;
  });
  return train ? [train, test] : [test];
}

function requireImages({ name, split, images }: Split, index: number, count: number): void {
  const last = images.shape[0] - 1;
  if (index + count - 1 <= last) return;
  const asked = count === 1 ? `--index ${index}` : `--index ${index} --count ${count}`;
  throw new UsageError(`${asked}: ${name} ${split} has images 0 to ${last}`);
}

function describe({ name, split, images, labels: { data } }: Split): string[] {
  const [count, height, width] = images.shape;
  return [
    `${name} ${split}`,
    `  images  (${count},${height},${width}), flattened (${count},${height * width})`,
    `  labels  (${count},), first ${ints(data.slice(0, 3))}, last ${ints(data.slice(-3))}`,
    `  counts  ${ints(countLabels(data))}`,
  ];
}

function drawImages({ images, labels }: Split, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const image = row(images, first + i).data;
    return [
      `  image ${first + i}, label ${labels.data[first + i]}`,
      `  pixels 230 to 250: ${ints(image.slice(230, 250))}`,
      ...drawDigit(image, images.shape[2]),
    ];
  }).flat();
}

async function saveSheet(
  split: Split,
  { index, count }: InspectFlags,
  out: string,
): Promise<string[]> {
  const { layOutSheet } = await import("@evalpool/pictures");
  const { writeWhole } = await import("@evalpool/files/node");
  const sheet = layOutSheet(split, index, count);
  const range = `images ${index} to ${index + count - 1}`;
  if (out.toLowerCase().endsWith(".png")) {
    const { sheetToPng } = await import("@evalpool/pictures");
    await writeWhole(out, sheetToPng(sheet));
  } else {
    const { sheetToSvg } = await import("@evalpool/pictures");
    await writeWhole(out, sheetToSvg(sheet, `${split.name} ${split.split}, ${range}`));
  }
  return [`  sheet   ${range} in ${sheet.rows} rows of ${sheet.columns}: ${out}`];
}

/** Images of each label. */
function countLabels(labels: Uint8Array): Int32Array {
  const counts = new Int32Array(labels.reduce((max, label) => Math.max(max, label), 0) + 1);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** On one line, however long. */
function ints(data: Tensor["data"]): string {
  return format({ data, shape: [data.length] })
    .replaceAll(/\s+/g, " ")
    .replace("[ ", "[");
}
