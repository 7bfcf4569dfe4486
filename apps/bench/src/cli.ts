import { constants } from "node:os";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { bench, UnknownSuiteError } from "./bench.ts";
import type { InputFiles } from "./inputs.ts";
import { networks } from "./networks.ts";
import { suites } from "./suites.ts";

interface Flags extends InputFiles {
  readonly filter?: string;
  readonly quick?: true;
  readonly peers: boolean;
  readonly python?: string;
  readonly json?: true;
  readonly tables?: true;
}

const names = suites.map(({ name }) => name).join(", ");

const program = new Command("pnpm bench")
  .description(
    "Measures evalpool: kernels, peers, reading, scaling, batch sizes, cold start, memory, queue.",
  )
  .option("--filter <text>", `only suites whose name holds the text: ${names}`)
  .option("--data <dir>", "directory of MNIST's IDX files")
  .option("--weights <file>", "checkpoint of 784-50-100-10")
  .option("--onnx <file>", "the same network and weights, for onnxruntime")
  .option("--shared <dir>", "directory of mnist/, and of the files of all networks")
  .option("--no-peers", "measure evalpool alone; install nothing")
  .option("--python <file>", "the Python to run NumPy with (default: the first that has it)")
  .option("--quick", "see that it runs, in seconds; writes no results")
  .option("--json", "print the results as JSON")
  .option("--tables", "measure nothing: write the tables of docs/speed.md from the results")
  .addHelpText("after", "\n$EVALPOOL_BENCH_SHARED may name that directory too.")
  .exitOverride()
  .action(async (flags: Flags) => {
    // What measures nothing is not loaded to measure.
    if (flags.tables) return (await import("./readme.ts")).updateTables();
    await bench({ ...flags, quick: flags.quick ?? false, files: withDefaults(flags) });
  });

/** What the flags do not name is taken from the shared directory. */
function withDefaults(flags: InputFiles): InputFiles {
  const { data, weights, onnx, shared = process.env["EVALPOOL_BENCH_SHARED"] } = flags;
  if (!shared) return { data, weights, onnx };
  return {
    data: data ?? join(shared, "mnist"),
    weights: weights ?? join(shared, networks.mlp.weights),
    onnx: onnx ?? join(shared, networks.mlp.onnx),
    shared,
  };
}

// Ends in the usual way, so that temporary directories go.
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => process.exit(128 + constants.signals[name]));
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // Commander has printed its own.
  if (!(error instanceof CommanderError)) {
    const { message, stack } = error as Error;
    process.stderr.write(`bench: ${process.env["DEBUG"] ? stack : message}\n`);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UnknownSuiteError ? 2 : 1;
}
