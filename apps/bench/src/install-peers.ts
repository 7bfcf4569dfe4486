import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const directory = fileURLToPath(new URL("../peers/", import.meta.url));

/** Absolute path of a file of the peers' package. */
export const peerFile = (name: string): string => `${directory}${name}`;

/** All that evalpool is measured against, or onnxruntime-node alone, which tests take for right. */
export type Wanted = "all" | "onnxruntime-node";

/** Whether packages are there; the peers are not installed with the project's own. */
export function hasPeers(wanted: Wanted): boolean {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(peerFile("package.json"), "utf8"),
  ) as Record<"dependencies" | "optionalDependencies", Readonly<Record<string, string>>>;
  const names = Object.keys({ ...dependencies, ...(wanted === "all" && optionalDependencies) });
  return names.every((name) => existsSync(peerFile(`node_modules/${name}/package.json`)));
}

/**
 * Installs packages from npm, without running any script of theirs.
 *
 * @throws {Error} with npm's own words when they cannot be had
 */
export async function installPeers(wanted: Wanted): Promise<void> {
  await installFrom(directory, wanted === "all" ? [] : ["--omit=optional"]);
  // npm goes on without what is optional.
  if (!hasPeers(wanted)) throw new Error("npm ci: some packages could not be had");
}

/** Installs what a directory's lock file says. @throws {Error} as `installPeers` does */
export async function installFrom(directory: string, flags: readonly string[]): Promise<void> {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
  try {
    await promisify(execFile)("npm", ["ci", ...quiet, ...flags], { cwd: directory });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = stderr?.split("\n").find((line) => line.startsWith("npm error"));
    throw new Error(`npm ci: ${reason ?? message}`, { cause: error });
  }
}
