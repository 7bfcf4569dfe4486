import { rootCause } from "@evalpool/evaluate";
import type { Command } from "commander";
import { requireDistinct } from "../distinct-files.js";
import { requireWritable } from "../require-writable.js";
import { startShardRunner } from "../shard-runner.js";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { stop } from "../stop.js";
import type { Suite } from "../suite/suite.js";
import { showProgress } from "../terminal/show-progress.js";
import { untilStopped } from "../until-stopped.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import { outputFile } from "./parse-options.js";
import { addRunOptions } from "./run-options.js";

interface SuiteFlags {
  readonly offline?: true;
  readonly batchSize: number;
  readonly threads: number;
  readonly json?: true;
  readonly progress: boolean;
  readonly junit?: string;
  readonly markdown?: string;
}

export function addSuiteCommand(program: Command): void {
  const command = program
    .command("suite")
    .summary("evaluate models on data sets, and hold gates")
    .description("evaluate the models of a file on its data sets, and hold its gates")
    .argument("<file.json>", "models, data, gates, and which is evaluated on which")
    .option("--offline", "never touch the network");
  addRunOptions(command)
    .optionsGroup("Output:")
    .option("--json", "print the result as JSON, with that of each evaluation")
    .option("--no-progress", "show no progress, though on a terminal")
    .option("--junit <file>", "write JUnit XML, a test for each gate", outputFile(".xml"))
    .option(
      "--markdown <file>",
      "append a table in Markdown (default: to $GITHUB_STEP_SUMMARY, where that is set)",
      outputFile(),
    )
    .action(runSuiteCommand);
  addExamples(command, [
    ["evalpool suite suite.json", "a table, and an exit code"],
    ["evalpool suite suite.json --junit report.xml", "for GitLab, Jenkins, others"],
    ["evalpool suite suite.json --json > results.json", "for programs"],
  ]);
}

/** The file is read first: what is wrong with it is told before threads start. */
async function runSuiteCommand(file: string, flags: SuiteFlags): Promise<void> {
  const { json, junit, batchSize, offline } = flags;
  const { readSuite } = await import("../suite/read-suite.js");
  const suite = await untilStopped(readSuite(file, offline));
  await requireFiles(file, suite, flags);
  using progress = flags.progress ? showProgress(process.stderr) : undefined;
  stop.addEventListener("abort", () => progress?.end());
  useWideVectors();
  keepYoungGenerationSmall();
  await using runner = await startShardRunner(flags.threads, stop);
  const { suiteAndTell } = await import("../suite/suite-and-tell.js").catch(
    async (error: unknown) => {
      throw await rootCause(error, runner);
    },
  );
  const markdown = flags.markdown ?? (process.env["GITHUB_STEP_SUMMARY"] || undefined);
  await suiteAndTell(
    suite,
    { runner, batchSize, signal: stop, onProgress: progress?.onProgress },
    { as: json ? "json" : "summary", junit, markdown },
    () => progress?.end(),
  );
}

/** @throws {UsageError} when files cannot be written, or would take the place of what is read */
async function requireFiles(
  file: string,
  { models, data }: Suite,
  { junit, markdown }: SuiteFlags,
): Promise<void> {
  const inputs = Object.fromEntries([
    ["suite", file],
    ...[...models].flatMap(([name, { model, weights }]) => [
      [`models.${name}.model`, model] as const,
      [`models.${name}.weights`, weights] as const,
    ]),
    ...[...data].flatMap(([name, { choice }]) => [
      [`data.${name}.data`, choice.data] as const,
      [`data.${name}.labels`, choice.labels] as const,
    ]),
  ]);
  requireDistinct(inputs, { "--junit": junit, "--markdown": markdown });
  for (const output of [junit, markdown]) {
    if (output !== undefined) await requireWritable(output);
  }
}
