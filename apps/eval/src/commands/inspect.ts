import { loadSplit, type Split, type SplitName } from "@evalpool/mnist/node";
import { format, row, type Tensor } from "@evalpool/tensor";
import type { Command } from "commander";
import { drawDigit } from "../draw-digit.js";
import { UsageError } from "../errors.js";
import { splitOption } from "./eval.js";
import { integer } from "./parse-options.js";

interface InspectFlags {
  readonly data?: string;
  readonly split?: SplitName;
  readonly index: number;
}

export function addInspectCommand(program: Command): void {
  program
    .command("inspect")
    .description("show a data set: shapes, labels, pixels, and a digit drawn in the terminal")
    .option("--data <dir>", "directory of the IDX files (default: $EVALPOOL_DATA, then the cache)")
    .addOption(splitOption())
    .option("--index <n>", "which image to show", integer(0), 0)
    .action(async ({ data, split, index }: InspectFlags) => {
      const names: SplitName[] = split ? [split] : ["train", "test"];
      const splits = await Promise.all(names.map((name) => loadSplit(name, { data })));
      process.stdout.write(splits.map((loaded) => describe(loaded, index)).join("\n"));
    });
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
