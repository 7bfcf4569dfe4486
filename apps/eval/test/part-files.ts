import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { EvaluationResult, Part } from "@evalpool/evaluate";
import { sharedFile } from "../../../test/shared.js";
import { cli, mnist, runCli, runCommand, weights, type Outcome } from "./run-cli.js";

/** Of which of the test images those weights read 9,352. */
export const whole = [...mnist, ...weights];

/** A directory for parts, with the data and the weights in it under names without directories. */
export interface PartsPlace extends AsyncDisposable {
  readonly directory: string;
  at(name: string): string;
  /** Evaluates a part: `part-I.json`. */
  shard(index: number, of: number, ...flags: string[]): Promise<string>;
  /** Runs a line in a shell there, for which `evalpool` is the built command. */
  sh(line: string): Promise<Outcome>;
  read(name: string): Promise<Part>;
  write(name: string, content: unknown): Promise<string>;
}

export async function createPartsPlace(): Promise<PartsPlace> {
  const home = await mkdtemp(join(tmpdir(), "evalpool-parts-"));
  const [directory, bin] = [join(home, "work"), join(home, "bin")];
  await mkdir(directory);
  await mkdir(bin);
  await writeFile(join(bin, "evalpool"), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  await chmod(join(bin, "evalpool"), 0o755);
  await symlink(sharedFile("mnist"), join(directory, "mnist"));
  await symlink(sharedFile("checkpoints/sample_weight.pkl"), join(directory, "sample_weight.pkl"));
  const at = (name: string): string => join(directory, name);
  return {
    directory,
    at,
    async shard(index, of, ...flags) {
      const part = at(`part-${index}.json`);
      const asked = ["--shard", `${index}/${of}`, "--out", part];
      const { code, stderr } = await runCli([...whole, ...asked, ...flags]);
      if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
      return part;
    },
    sh: (line) =>
      runCommand("sh", ["-c", `cd "${directory}" && ${line}`], {
        PATH: bin + delimiter + process.env["PATH"],
      }),
    read: async (name) => JSON.parse(await readFile(at(name), "utf8")) as Part,
    async write(name, content) {
      await writeFile(at(name), typeof content === "string" ? content : JSON.stringify(content));
      return at(name);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

/** What a result tells besides machines and times. */
export function withoutMachines(json: string): object {
  const { throughput, timings, config, environment, machines, ...result } = JSON.parse(
    json,
  ) as EvaluationResult;
  return result;
}
