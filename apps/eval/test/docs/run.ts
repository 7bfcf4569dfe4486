import { execFile } from "node:child_process";
import type { Outcome } from "../run-cli.js";
import type { Workplace } from "./workplace.js";

/** Runs a program in a workplace, whatever it exits with. */
export function run(
  { directory, env }: Pick<Workplace, "directory" | "env">,
  program: string,
  ...args: readonly string[]
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { cwd: directory, env }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") reject(new Error(`cannot run ${program}`, { cause: error }));
      else resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
