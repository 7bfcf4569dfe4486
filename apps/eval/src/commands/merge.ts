import { basename } from "node:path";
import { UsageError } from "@evalpool/errors";
import { writeWhole } from "@evalpool/files/node";
import type { Command } from "commander";
import { requireDistinct, type NamedFiles } from "../distinct-files.js";
import { openReport, openSamples } from "../evaluate-and-tell.js";
import { gatesOf } from "../gates/gates-of.js";
import { tellMissed, withGates } from "../gates/hold-gates.js";
import { mergeFiles, type MergedFiles } from "../parts/merge-files.js";
import { readPartSamples, samplesFileOf } from "../parts/part-samples.js";
import { requireWritable } from "../require-writable.js";
import { printResult } from "../terminal/print-result.js";
import { jsonLine } from "../terminal/json-line.js";
import { addExamples } from "./add-examples.js";
import {
  addFormatOptions,
  formatOptionsOf,
  isOfData,
  requireOneSource,
  type FormatFlags,
} from "./data-options.js";
import { givenFlag } from "./given-flag.js";
import { fraction, outputFile, repeated } from "./parse-options.js";
import { fileOf, lineFile, requireOneOnStdout } from "./samples-option.js";

interface MergeFlags extends FormatFlags {
  readonly data?: string;
  readonly offline?: true;
  readonly out?: string;
  readonly samples?: string;
  readonly report?: string;
  readonly minAccuracy?: number;
  readonly gate?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

export function addMergeCommand(program: Command): void {
  const command = program
    .command("merge")
    .description("merge the parts that eval --shard wrote into one result")
    .argument("<part...>", "files of parts, in any order")
    .optionsGroup("Output:")
    .option("--out <file>", "write the result as JSON", outputFile())
    .option("--json", "print the result as JSON")
    .option("--quiet", "print the accuracy alone; warnings and errors stay")
    .option(
      "--samples <file>",
      "write a line of JSON for each image, of the parts' own --samples; - is stdout",
      lineFile,
    )
    .option(
      "--report <file>",
      "write a page to look at, of the parts' --samples and the images",
      outputFile(".html"),
    )
    .option("--min-accuracy <x>", "exit with 1 if the accuracy is below x", fraction)
    .option(
      "--gate <expr>",
      'as --min-accuracy, for any figure: "recall[3] >= 0.9"; may be repeated',
      repeated,
    );
  command
    .optionsGroup("Images of the report (default: what the parts name, where that is published):")
    .option("--data <path>", "labelled images: a file, a directory, or the URL of a file")
    .option("--offline", "never touch the network");
  addFormatOptions(command).action(runMerge);
  addExamples(command, [
    ["evalpool merge part-*.json", "the result, if none is missing"],
    ["evalpool merge part-*.json --out result.json", "and all figures"],
    ["evalpool merge part-*.json --report page.html", "and a page"],
  ]);
}

async function runMerge(
  paths: readonly string[],
  flags: MergeFlags,
  command: Command,
): Promise<void> {
  const { out, samples, report, json, quiet } = flags;
  if (json && quiet) {
    throw new UsageError("--json prints all figures and --quiet the accuracy alone: give one");
  }
  requireOneOnStdout(flags);
  requireOneSource({ ...flags, dataset: "auto" });
  const gates = gatesOf(flags);
  const ofImages = givenFlag(command, (name) => isOfData(name) || name === "offline");
  if (report === undefined && ofImages !== undefined) {
    throw new UsageError(`${ofImages} is of images, which only --report FILE shows`);
  }
  const inputs = Object.fromEntries(paths.map((path, i) => [`part ${i + 1},`, path]));
  const outputs = { "--out": out, "--samples": fileOf(samples), "--report": report };
  requireDistinct(inputs, outputs);
  if (out !== undefined) await requireWritable(out);
  const merge = await mergeFiles(paths);
  const merged = { ...merge, result: withGates(merge.result, gates) };
  requireDistinct(samplesBeside(merged), outputs);
  await writeOfImages(merged, flags);
  if (out !== undefined) await writeWhole(out, jsonLine(merged.result));
  const form = json ? "json" : quiet ? "accuracy" : "summary";
  await printResult(merged.result, form, samples);
  tellMissed(merged.result);
}

/** The files of samples that parts have, which are read after their counts. */
function samplesBeside({ parts }: MergedFiles): NamedFiles {
  const files = parts.flatMap(({ path, part: { samples } }) =>
    samples ? [[`the samples of ${basename(path)},`, samplesFileOf(path, samples)] as const] : [],
  );
  return Object.fromEntries(files);
}

/** Writes what takes more of a part than its counts. */
async function writeOfImages(
  { result, parts }: MergedFiles,
  { samples, report, ...flags }: MergeFlags,
): Promise<void> {
  using samplesFile = await openSamples(samples);
  const page = await openReport(report);
  if (!samplesFile && !page) return;
  for await (const some of readPartSamples(parts)) {
    samplesFile?.write(some);
    page?.add(some);
  }
  await samplesFile?.keep();
  if (!page) return;
  const { openSame } = await import("../parts/open-same.js");
  const { data, offline } = flags;
  const source = await openSame(result, { ...formatOptionsOf(flags), data, offline });
  await page.write(result, undefined, source);
}
