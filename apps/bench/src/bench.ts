import { writeFile } from "node:fs/promises";
import { loadInputs, type InputFiles } from "./inputs.ts";
import { machineFacts } from "./machine.ts";
import { findPeers, type Peers } from "./peers.ts";
import { resultFile, writeResult, type Result } from "./results.ts";
import type { Context } from "./suite.ts";
import { suites } from "./suites.ts";
import { formatTable } from "./table.ts";

export interface BenchOptions {
  readonly files: InputFiles;
  /** Part of the names of the suites wanted. */
  readonly filter?: string | undefined;
  readonly quick: boolean;
  /** Whether others are measured too. */
  readonly peers: boolean;
  /** The Python to run NumPy with, in place of the first that has it. */
  readonly python?: string | undefined;
  readonly json?: true | undefined;
}

export class UnknownSuiteError extends Error {
  override readonly name = "UnknownSuiteError";
}

/**
 * Measures, prints and keeps the results.
 *
 * @throws {UnknownSuiteError} when no suite has such a name
 * @throws {Error} when evalpool predicts anything but what it must
 */
export async function bench(options: BenchOptions): Promise<void> {
  const { files, filter = "", quick } = options;
  const chosen = suites.filter(({ name }) => name.includes(filter));
  if (chosen.length === 0) {
    const known = suites.map(({ name }) => name).join(", ");
    throw new UnknownSuiteError(`no suite ${filter}; there are ${known}`);
  }
  const log = (line: string) => void process.stderr.write(`bench: ${line}\n`);
  const peers = options.peers ? await findPeers(log, options.python) : NO_PEERS;
  const inputs = await loadInputs(files, quick ? 1000 : Infinity, log);
  const context: Context = { inputs, files, peers, quick, log };
  const { load, cores } = machineFacts();
  if (load > cores / 4) log(`this machine is busy (load ${load}): figures will be off`);
  const results: Result[] = [];
  for (const suite of chosen) {
    const missing = suite.missing?.(files);
    if (missing !== undefined) {
      log(`${suite.name} is absent: ${missing}`);
      continue;
    }
    log(suite.name);
    const machine = machineFacts();
    const data = await suite.measure(context);
    const result = { suite: suite.name, machine, dataset: inputs.name, data };
    results.push(result);
    if (!quick) {
      await writeResult(result);
      if (suite.plot) await writeFile(resultFile(`${suite.name}.svg`), await suite.plot(data));
    }
    if (!options.json) {
      for (const table of suite.tabulate(data)) process.stdout.write(formatTable(table) + "\n");
    }
  }
  if (options.json) process.stdout.write(JSON.stringify(results) + "\n");
}

const NO_PEERS: Peers = {
  packages: { missing: "not asked for (--no-peers)" },
  python: { missing: "not asked for (--no-peers)" },
};
