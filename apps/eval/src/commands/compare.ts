import { rootCause } from "@evalpool/evaluate";
import type { Command } from "commander";
import type { Operand } from "../compare/compare-and-tell.js";
import { namesApart } from "../compare/names-apart.js";
import type { OperandKind } from "../compare/operand-kind.js";
import type { DatasetChoice } from "../loading.js";
import type { NamedFile } from "../compare/read-operand.js";
import { startShardRunner } from "../shard-runner.js";
import { keepYoungGenerationSmall } from "../small-young-generation.js";
import { stop } from "../stop.js";
import { showProgress } from "../terminal/show-progress.js";
import { useWideVectors } from "../wide-vectors.js";
import { addExamples } from "./add-examples.js";
import {
  checkCompareFlags,
  imagesFlag,
  isRead,
  requireUsedFlags,
  type CompareFlags,
} from "./compare-flags.js";
import { addDataOptions, addFormatOptions, formatOptionsOf, splitOption } from "./data-options.js";
import { addNetworkOptions, preprocessOf } from "./model-options.js";
import { addPairOption } from "./pair-option.js";
import { integer, outputFile, significance } from "./parse-options.js";
import { addRunOptions } from "./run-options.js";

const OPERAND = "result of eval --json, part of eval --shard, model, or weights of --model";

export function addCompareCommand(program: Command): void {
  const command = program
    .command("compare")
    .summary("put two results or models on the same images side by side")
    .description(
      "put two results on the same images side by side; models are evaluated first, on one pool",
    )
    .argument("<a>", OPERAND)
    .argument("<b>", "what to compare it with, of any of these kinds")
    .allowExcessArguments();
  addPairOption(
    command.optionsGroup("Results:"),
    "--samples",
    "<a> <b>",
    "the two runs' --samples, a's first: adds McNemar's test",
  );
  command
    .optionsGroup("Models:")
    .option("--model <id|file>", "the network whose weights are given: an id, or a spec", "mlp");
  addNetworkOptions(command);
  addDataOptions(command).addOption(splitOption().default("test"));
  addFormatOptions(command).option("--limit <n>", "evaluate the first n images only", integer(1));
  addRunOptions(command)
    .optionsGroup("Output:")
    .option("--json", "print the comparison as JSON")
    .option("--no-progress", "show no progress, though on a terminal")
    .option("--fail-if-worse", "exit with 1 if b is worse than a by McNemar's test")
    .option("--alpha <p>", "the largest p that is no accident (default: 0.05)", significance)
    .option(
      "--report <file>",
      "write a page to look at: figures, confusions, images that broke and were mended",
      outputFile(".html"),
    )
    .action((a: string, b: string, flags: CompareFlags) => runCompare(a, b, flags, command));
  addExamples(command, [
    ["evalpool compare a.json b.json", "two results"],
    ["evalpool compare a.json b.json --samples a.jsonl b.jsonl", "and McNemar's test"],
    ["evalpool compare mlp cnn", "two models, with it"],
    ["evalpool compare old.npz new.npz --model net.json", "sets of weights"],
    ["evalpool compare old.npz new.npz --fail-if-worse", "a gate: exits with 1"],
  ]);
}

async function runCompare(
  a: string,
  b: string,
  flags: CompareFlags,
  command: Command,
): Promise<void> {
  await checkCompareFlags(flags, command);
  const { operandKind } = await import("../compare/operand-kind.js");
  const kinds = [await operandKind(a), await operandKind(b)] as const;
  requireUsedFlags(kinds, flags, command);
  const { samples: [samplesA, samplesB] = [], json, report } = flags;
  const { failIfWorse, alpha = 0.05 } = flags;
  const [fileA, fileB] = namesApart(a, b);
  const data = dataOf(flags);
  const comparing = {
    operands: [
      operandOf({ path: a, file: fileA }, kinds[0], samplesA, flags),
      operandOf({ path: b, file: fileB }, kinds[1], samplesB, flags),
    ] as const,
    images: imagesFlag(command) === undefined ? undefined : data,
    alpha: failIfWorse && alpha,
    output: { as: json ? "json" : "summary", report },
  } as const;
  if (kinds.every(isRead)) {
    const { compareAndTell } = await import("../compare/compare-and-tell.js");
    return await compareAndTell({ ...comparing, evaluating: undefined });
  }
  using progress = flags.progress ? showProgress(process.stderr) : undefined;
  stop.addEventListener("abort", () => progress?.end());
  useWideVectors();
  keepYoungGenerationSmall();
  await using runner = await startShardRunner(flags.threads, stop);
  const { compareAndTell } = await import("../compare/compare-and-tell.js").catch(
    async (error: unknown) => {
      throw await rootCause(error, runner);
    },
  );
  const { limit, batchSize } = flags;
  const run = { limit, batchSize, signal: stop };
  // Awaited, as the runner is closed on returning.
  await compareAndTell({ ...comparing, evaluating: { runner, data, run, progress } });
}

function operandOf(
  { path, file }: NamedFile,
  kind: OperandKind,
  samples: string | undefined,
  flags: CompareFlags,
): Operand {
  if (kind === "result") return { kind, path, file, samples };
  if (kind === "part") return { kind, path, file };
  const { output, offline } = flags;
  const said = { output, preprocess: preprocessOf(flags), offline, runtime: "auto" } as const;
  const isWeights = kind === "weights";
  const choice = {
    ...said,
    model: isWeights ? flags.model : path,
    weights: isWeights ? path : undefined,
  };
  return { kind: "model", file, choice };
}

function dataOf(flags: CompareFlags): DatasetChoice {
  const { dataset, data, split, offline, failIfWorse } = flags;
  const noStandIn = failIfWorse && "--fail-if-worse";
  return { ...formatOptionsOf(flags), dataset, data, split, offline, noStandIn };
}
