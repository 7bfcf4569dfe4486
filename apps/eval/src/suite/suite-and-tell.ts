import { appendFile } from "node:fs/promises";
import { UsageError } from "@evalpool/errors";
import { systemMessage, writeWhole } from "@evalpool/files/node";
import { jsonLine } from "../terminal/json-line.js";
import { painter } from "../terminal/paint.js";
import { tellFailure } from "../terminal/tell-failure.js";
import { toJUnit } from "./junit.js";
import { toMarkdown } from "./markdown.js";
import { titleOf, troublesOf } from "./outcome-text.js";
import { runSuite, type SuiteRun } from "./run-suite.js";
import { formatSuite } from "./suite-table.js";
import type { Suite, SuiteResult } from "./suite.js";

/** Where what became of a suite goes. */
export interface SuiteOutput {
  readonly as: "json" | "summary";
  /** Files to write, and to append to. */
  readonly junit: string | undefined;
  readonly markdown: string | undefined;
}

/** Carries out `evalpool suite`: the exit code is the worst of its evaluations'. */
export async function suiteAndTell(
  suite: Suite,
  run: SuiteRun,
  { as, junit, markdown }: SuiteOutput,
  endProgress: () => void,
): Promise<void> {
  const result = await runSuite(suite, run);
  endProgress();
  process.stdout.write(format(result, as));
  for (const outcome of result.evaluations) {
    for (const text of troublesOf(outcome)) tellFailure(`${titleOf(outcome)}: ${text}`);
  }
  process.exitCode = Math.max(...result.evaluations.map(({ exitCode }) => exitCode));
  if (junit !== undefined) await writeWhole(junit, toJUnit(result));
  if (markdown !== undefined) await append(markdown, toMarkdown(result));
}

function format(result: SuiteResult, as: SuiteOutput["as"]): string {
  if (as === "json") return jsonLine(result);
  // Some terminals do not know theirs, and say 0.
  return formatSuite(result, process.stdout.columns || 80, painter(process.stdout));
}

async function append(file: string, text: string): Promise<void> {
  try {
    await appendFile(file, `${text}\n`);
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
  }
}
