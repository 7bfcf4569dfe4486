import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { bench } from "./bench.ts";
import type { InputFiles } from "./inputs.ts";
import { updateReadme } from "./readme.ts";
import { suites } from "./suites.ts";

interface Flags extends InputFiles {
  readonly filter?: string;
  readonly quick?: true;
  readonly peers: boolean;
  readonly json?: true;
  readonly readme?: true;
}

const names = suites.map(({ name }) => name).join(", ");

const program = new Command("pnpm bench")
  .description("Measures evalpool: kernels, peers, scaling, batch sizes, cold start, memory.")
  .option("--filter <text>", `only suites whose name holds the text: ${names}`)
  .option("--data <dir>", "directory of MNIST's IDX files")
  .option("--weights <file>", "checkpoint of 784-50-100-10")
  .option("--onnx <file>", "the same network and weights, for onnxruntime")
  .option("--no-peers", "measure evalpool alone; install nothing")
  .option("--quick", "see that it runs, in seconds; writes no results")
  .option("--json", "print the results as JSON")
  .option("--readme", "measure nothing: write the README's tables from the results")
  .addHelpText("after", "\n$EVALPOOL_BENCH_SHARED may hold mnist/, checkpoints/ and onnx/.")
  .exitOverride()
  .action(async (flags: Flags) => {
    if (flags.readme) return updateReadme();
    await bench({ ...flags, quick: flags.quick ?? false, files: withDefaults(flags) });
  });

/** What the flags do not name is taken from `$EVALPOOL_BENCH_SHARED`. */
function withDefaults({ data, weights, onnx }: InputFiles): InputFiles {
  const shared = process.env["EVALPOOL_BENCH_SHARED"];
  if (!shared) return { data, weights, onnx };
  return {
    data: data ?? join(shared, "mnist"),
    weights: weights ?? join(shared, "checkpoints/sample_weight.pkl"),
    onnx: onnx ?? join(shared, "onnx/mlp.onnx"),
  };
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
  if (!(error instanceof CommanderError)) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env["DEBUG"]) console.error(error);
  }
}
