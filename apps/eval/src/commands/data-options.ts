import type { SplitName } from "@evalpool/mnist/node";
import { datasetNames, type DatasetName } from "@evalpool/data/node";
import { UsageError } from "@evalpool/errors";
import { Option, type Command } from "commander";
import { choose } from "./choices.js";

/** Where a command's data come from. */
export interface DataFlags {
  readonly dataset: DatasetName;
  readonly data?: string;
  readonly offline?: true;
}

/** Adds `--dataset`, `--data` and `--offline` to a command. */
export function addDataOptions(command: Command): Command {
  const dataset = new Option(
    "--dataset <name>",
    "data set; auto is mnist, or the embedded synthetic digits where that cannot be had",
  );
  return command
    .optionsGroup("Data:")
    .addOption(choose(dataset, datasetNames).default("auto"))
    .option("--data <dir>", "directory of the data set's IDX files")
    .option("--offline", "never touch the network");
}

export function splitOption(): Option {
  const names: readonly SplitName[] = ["test", "train"];
  return choose(new Option("--split <name>", "split of the data set"), names);
}

/** @throws {UsageError} when flags ask for data of two places */
export function requireOneSource({ dataset, data }: DataFlags): void {
  if (dataset !== "synthetic" || data === undefined) return;
  throw new UsageError(
    `--dataset synthetic is drawn, not read: give it or --data ${data}, not both`,
  );
}
