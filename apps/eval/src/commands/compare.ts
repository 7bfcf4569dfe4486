import { basename } from "node:path";
import type { Command } from "commander";
import { UsageError } from "@evalpool/errors";
import { compareResults, type Compared } from "../compare/compare-results.js";
import { formatComparison } from "../compare/format-comparison.js";
import { readResult } from "../compare/parse-result.js";
import { readSamples } from "../compare/read-samples.js";
import { jsonLine } from "../terminal/json-line.js";
import { addExamples } from "./add-examples.js";
import { addPairOption } from "./pair-option.js";

interface CompareFlags {
  readonly samples?: readonly string[];
  readonly json?: true;
}

export function addCompareCommand(program: Command): void {
  const command = program
    .command("compare")
    .description("put two results on the same images side by side")
    .argument("<result-a>", "result, as eval --json prints it")
    .argument("<result-b>", "result to compare it with")
    .option("--json", "print the comparison as JSON")
    .action(async (a: string, b: string, { samples = [], json }: CompareFlags) => {
      if (samples.length !== 0 && samples.length !== 2) {
        throw new UsageError(`--samples takes two files, a's and b's, got ${samples.length}`);
      }
      const comparison = compareResults(await read(a, samples[0]), await read(b, samples[1]));
      process.stdout.write(json ? jsonLine(comparison) : formatComparison(comparison));
    });
  addPairOption(
    command,
    "--samples",
    "<a> <b>",
    "the two runs' --samples, a's first: adds McNemar's test",
  );
  addExamples(command, [
    ["evalpool compare a.json b.json", "two results"],
    ["evalpool compare a.json b.json --samples a.jsonl b.jsonl", "and McNemar's test"],
  ]);
}

async function read(path: string, samples: string | undefined): Promise<Compared> {
  const result = await readResult(path);
  return {
    file: basename(path),
    result,
    samples: samples === undefined ? undefined : await readSamples(samples, result),
  };
}
