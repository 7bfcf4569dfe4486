import { datasetNames, type DatasetName, type PathOptions } from "@evalpool/data/node";
import { UsageError } from "@evalpool/errors";
import { Option, type Command } from "commander";
import { choose } from "./choices.js";
import { byteSize, classNames, imageSize } from "./parse-data.js";
import { integer } from "./parse-options.js";

/** Where a command's data come from. */
export interface DataFlags {
  readonly dataset: DatasetName;
  readonly data?: string;
  readonly offline?: true;
}

/** How data are taken that do not say all of it themselves. */
export interface FormatFlags {
  readonly labels?: string;
  readonly shape?: number[];
  readonly labelsFrom?: number;
  readonly classNames?: string[];
  readonly memory?: number;
}

/** The names of data sets, and one for all that begin alike. */
export const familiesShown: readonly string[] = [
  ...new Set(datasetNames.map((name) => name.replace(/^(mnist-c\/|emnist-).*/, "$1…"))),
];

/** Adds `--dataset`, `--data` and `--offline` to a command. */
export function addDataOptions(command: Command): Command {
  const dataset = new Option(
    "--dataset <name>",
    "data set; auto is mnist, or the embedded synthetic digits where that cannot be had",
  );
  return command
    .optionsGroup("Data:")
    .addOption(choose(dataset, datasetNames, familiesShown).default("auto"))
    .option("--data <path>", "labelled images: a file, a directory, or the URL of a file")
    .option("--offline", "never touch the network");
}

/** Adds what may have to be said of data of any kind. */
export function addFormatOptions(command: Command): Command {
  return command
    .option("--labels <file>", "the labels, where they are not found beside the images")
    .option("--shape <[Cx]HxW>", "of images that are stored as flat rows", imageSize)
    .option("--labels-from <n>", "the first class's label, as 1", integer(0, 65_535))
    .option(
      "--class-names <list|file>",
      "of all classes in order: a,b,c or a line each",
      classNames,
    )
    .option("--memory <size>", "what images may take of it (default: 256MiB)", byteSize);
}

/** What flags say of data. */
export function formatOptionsOf(flags: FormatFlags): PathOptions {
  const { labels, shape, labelsFrom, classNames, memory } = flags;
  return { labels, shape, labelsFrom, classNames, ...(memory !== undefined && { memory }) };
}

/** Whether an option says which data are taken, and how, by its name as an attribute. */
export function isOfData(name: string): boolean {
  const names = ["dataset", "data", "split", "memory", ...Object.keys(formatOptionsOf({}))];
  return names.includes(name);
}

/** Of data of one's own there may be any of them. */
export const splits = ["test", "train", "validation"] as const;

/** The split that is asked for. */
export type SplitChoice = (typeof splits)[number];

export function splitOption(): Option {
  return choose(new Option("--split <name>", "split of the data set"), splits);
}

/** @throws {UsageError} when flags ask for data of two places, or say of one what is of another */
export function requireOneSource({ dataset, data, ...flags }: DataFlags & FormatFlags): void {
  if (dataset === "synthetic" && data !== undefined) {
    throw new UsageError(
      `--dataset synthetic is drawn, not read: give it or --data ${data}, not both`,
    );
  }
  const { labels, shape, labelsFrom, classNames } = flags;
  const said = { labels, shape, "labels-from": labelsFrom, "class-names": classNames };
  const [other] = Object.entries(said).filter(([, value]) => value !== undefined);
  if (data === undefined && other) {
    throw new UsageError(`--${other[0]} is of data of your own: give them with --data PATH`);
  }
}
