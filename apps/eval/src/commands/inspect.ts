import type { Split, SplitName } from "@evalpool/mnist/node";
import { format, row, type Tensor } from "@evalpool/tensor";
import type { Command } from "commander";
import { drawDigit } from "../draw-digit.js";
import { UsageError } from "../errors.js";
import { loadDataset } from "../load-dataset.js";
import { addDataOptions, splitOption, type DataFlags } from "./data-options.js";
import { integer } from "./parse-options.js";

interface InspectFlags extends DataFlags {
  readonly split?: SplitName;
  readonly index: number;
}

export function addInspectCommand(program: Command): void {
  const command = program
    .command("inspect")
    .description("show a data set: shapes, labels, pixels, and a digit drawn in the terminal");
  addDataOptions(command)
    .addOption(splitOption())
    .option("--index <n>", "which image to show", integer(0), 0)
    .action(async (flags: InspectFlags) => {
      const splits = await loadSplits(flags);
      process.stdout.write(splits.map((split) => describe(split, flags.index)).join("\n"));
    });
}

/** The split that is asked for, else all that there are. */
async function loadSplits({ dataset, split, data, offline }: InspectFlags): Promise<Split[]> {
  const load = (name: SplitName): Promise<Split> => loadDataset(dataset, name, { data, offline });
  if (split !== undefined) return [await load(split)];
  const test = await load("test");
  return test.name === "synthetic" ? [test] : [await load("train"), test];
}

function describe({ name, split, images, labels }: Split, index: number): string {
  const [count, height, width] = images.shape;
  if (index >= count) {
    throw new UsageError(`--index ${index}: ${name} ${split} has images 0 to ${count - 1}`);
  }
  const image = row(images, index);
  return `${name} ${split}
  images  (${count},${height},${width}), flattened (${count},${height * width})
  labels  (${count},), first ${ints(labels.data.slice(0, 3))}, last ${ints(labels.data.slice(-3))}
  counts  ${ints(countLabels(labels.data))}
  image ${index}, label ${labels.data[index]}
  pixels 230 to 250: ${ints(image.data.slice(230, 250))}
${drawDigit(image.data, width)}
`;
}

/** Images of each label. */
function countLabels(labels: Uint8Array): Int32Array {
  const counts = new Int32Array(labels.reduce((max, label) => Math.max(max, label), 0) + 1);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

/** On one line, however long. */
function ints(data: Tensor["data"]): string {
  return format({ data, shape: [data.length] })
    .replaceAll(/\s+/g, " ")
    .replace("[ ", "[");
}
