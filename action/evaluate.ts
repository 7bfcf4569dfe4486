// A step of action.yml: evaluates what its inputs ask for, in the directory of the job. The table, or
// why there is none, goes to the job's summary, too.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suiteOf, type Suite } from "./suite-of.ts";

const { RUNNER_TEMP: temporary = "", TITLE: title = "" } = process.env;
const { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary } = process.env;
const directory = mkdtempSync(join(temporary, "evalpool-"));
const results = join(directory, "results.json");
const table = join(directory, "table.md");

/** The file to read, which is written where there is none. */
function fileOf(suite: Suite): string {
  if ("file" in suite) return suite.file;
  const file = join(directory, "suite.json");
  writeFileSync(file, suite.text);
  return file;
}

/** What the command says on stderr, once it has written the results and the table. */
function evaluate(suite: string): string {
  const command = fileURLToPath(new URL("../apps/eval/dist/cli.js", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [command, "suite", suite, "--json", "--markdown", table],
    { encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  process.stderr.write(stderr);
  writeFileSync(results, stdout);
  process.exitCode = status ?? 1;
  return stderr;
}

/** The table below its title: its own heading is a file that nobody may have written. */
function tableOr(told: string): string {
  if (existsSync(table)) return readFileSync(table, "utf8").replace(/^#+ .*\n+/, "");
  const lines = told.split("\n").filter((line) => line !== "" && !line.startsWith("::"));
  return ["Nothing was evaluated:\n", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

let told: string;
try {
  told = evaluate(fileOf(suiteOf(process.env, process.cwd())));
} catch (error) {
  told = (error as Error).message;
  console.log(`::error title=evalpool::${told}`);
  process.exitCode = 2;
}
writeFileSync(table, `### ${title}\n\n${tableOr(told)}`);
if (outputs) appendFileSync(outputs, `results=${results}\ntable=${table}\n`);
if (summary) appendFileSync(summary, readFileSync(table));
