import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What the command prints with `--json`, as far as it is compared. */
interface Result {
  readonly correct: number;
  readonly negativeLogLikelihood: number;
  readonly confusionMatrix: readonly (readonly number[])[];
}

const cli = fileURLToPath(new URL("../../eval/dist/cli.js", import.meta.url));

/** The built command on the synthetic digits. */
export async function evalCommand(...flags: readonly string[]): Promise<Result> {
  const args = [cli, "eval", "--dataset", "synthetic", "--json", ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Result;
}
