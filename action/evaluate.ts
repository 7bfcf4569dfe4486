// A step of action.yml: evaluates what its inputs ask for, in the directory of the job. The table
// goes to the job's summary, too.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suiteOf, type Suite } from "./suite-of.ts";

const {
  RUNNER_TEMP: temporary = "",
  TITLE: title = "evalpool",
  GITHUB_OUTPUT: outputs,
  GITHUB_STEP_SUMMARY: summary,
} = process.env;
const directory = mkdtempSync(join(temporary, "evalpool-"));
const results = join(directory, "results.json");
const table = join(directory, "table.md");

/** The file to read, which is written where there is none. */
function fileOf(suite: Suite): string {
  if ("file" in suite) return suite.file;
  // What is wrong in it is wrong in the inputs: so it is called.
  const file = join(directory, "inputs");
  writeFileSync(file, suite.text);
  return file;
}

try {
  const suite = fileOf(suiteOf(process.env, process.cwd()));
  const command = fileURLToPath(new URL("../apps/eval/dist/cli.js", import.meta.url));
  const { status, stdout } = spawnSync(
    process.execPath,
    [command, "suite", suite, "--json", "--markdown", table],
    { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 30 },
  );
  writeFileSync(results, stdout);
  process.exitCode = status ?? 1;
} catch (error) {
  console.log(`::error title=evalpool::${(error as Error).message}`);
  process.exitCode = 2;
}
if (existsSync(table)) {
  // Its heading is the suite's file, which may be one that nobody wrote.
  writeFileSync(
    table,
    readFileSync(table, "utf8").replace(/^### .*$/m, () => `### ${title}`),
  );
  if (outputs) appendFileSync(outputs, `results=${results}\ntable=${table}\n`);
  if (summary) appendFileSync(summary, readFileSync(table));
}
