import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedFile } from "../../../test/shared.js";

/** The built command. */
export const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** Flags for real MNIST and weights that read 9,352 of its test images. */
export const mnist = ["--data", sharedFile("mnist")];
export const weights = ["--weights", sharedFile("checkpoints/sample_weight.pkl")];

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where nothing is, and what V8 compiled, which is else kept in the cache. */
export const environment = {
  PATH: process.env["PATH"],
  EVALPOOL_CACHE: "/nonexistent",
  NODE_COMPILE_CACHE: join(tmpdir(), "evalpool-tests-compile-cache"),
};

/**
 * Runs the built command as its own process, in an environment without data sets.
 *
 * @param env variables to add to it
 * @param nodeFlags flags of Node.js itself
 */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<Outcome> {
  return runCommand(process.execPath, [...nodeFlags, cli, ...args], env);
}

/** Bytes: the samples of a whole test set are 2 MB. */
const MOST_OUTPUT = 2 ** 24;

/** As `runCli`, of a command that runs it. */
export function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { env: { ...environment, ...env }, maxBuffer: MOST_OUTPUT };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
