import { dirname, resolve } from "node:path";
import { UsageError } from "@evalpool/errors";
import type { BackendChoice } from "@evalpool/evaluate";
import type { RuntimeChoice } from "../model-choice.js";
import type { Share } from "../parts/asked-part.js";
import { corruptionOf, type CorruptFlags } from "./corrupt-options.js";
import {
  requireOneSource,
  type DataFlags,
  type FormatFlags,
  type SplitChoice,
} from "./data-options.js";
import type { ModelFlags } from "./model-options.js";
import { fileOf, requireOneOnStdout } from "./samples-option.js";

/** What `evalpool eval` is told. */
export interface EvalFlags extends DataFlags, FormatFlags, ModelFlags, CorruptFlags {
  readonly model: string;
  readonly predictions?: string;
  readonly split: SplitChoice;
  readonly limit?: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly repeat: number;
  readonly backend: BackendChoice;
  readonly runtime: RuntimeChoice;
  readonly exact?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly progress: boolean;
  readonly samples?: string;
  readonly report?: string;
  readonly shard?: Share;
  readonly out?: string;
  readonly resume?: string;
  readonly minAccuracy?: number;
  readonly gate?: readonly string[];
  readonly queue?: string | true;
  readonly wait?: number;
  readonly networkUrl?: string;
}

/** @throws {UsageError} when flags of own kernels are given for others */
function requireOwnKernels({ runtime, backend, exact }: EvalFlags): void {
  if (runtime !== "onnxruntime") return;
  const other = exact ? "--exact" : backend === "auto" ? undefined : `--backend ${backend}`;
  if (other !== undefined) {
    throw new UsageError(`${other} is of own kernels, and --runtime onnxruntime asks for others`);
  }
}

/** @throws {UsageError} when flags contradict each other, or the run would write over what it reads */
export async function checkEvalFlags(flags: EvalFlags): Promise<void> {
  const { json, quiet, samples, report } = flags;
  requireOneSource(flags);
  requireOwnKernels(flags);
  corruptionOf(flags);
  if (json && quiet) {
    throw new UsageError(
      "--json prints all figures and --quiet the accuracy alone: give one of them; " +
        "--no-progress shows no progress",
    );
  }
  requireOneOnStdout(flags);
  requireWhole(flags);
  if (samples === undefined && report === undefined && flags.out === undefined) return;
  const { requireDistinct } = await import("../distinct-files.js");
  const { inputFiles } = await import("./input-files.js");
  requireDistinct(inputFiles(flags), {
    "--samples": fileOf(samples),
    "--report": report,
    "--out": flags.out,
  });
}

/** @throws {UsageError} when what is of the whole is asked of a part of it */
function requireWhole(flags: EvalFlags): void {
  const { shard, out, resume, repeat, predictions } = flags;
  if ((shard === undefined) !== (out === undefined)) {
    throw new UsageError("--shard I/N is written to --out FILE: give both");
  }
  const parts = shard === undefined ? (resume === undefined ? undefined : "--resume") : "--shard";
  if (parts === undefined) return;
  if (repeat > 1) throw new UsageError(`${parts} evaluates each image once: leave out --repeat`);
  if (predictions !== undefined) {
    throw new UsageError(`${parts} is of a model: --predictions FILE are scored at once`);
  }
  if (shard === undefined) return;
  const { json, report, minAccuracy, gate, samples } = flags;
  const file = fileOf(samples);
  if (samples !== file) {
    const place = `in a file beside --out ${out}`;
    throw new UsageError(`--samples - goes to stdout, and merge looks for a part's ${place}`);
  }
  if (file !== undefined && dirname(resolve(file)) !== dirname(resolve(out ?? ""))) {
    throw new UsageError(
      `--samples ${file} is to lie beside --out ${out}, where merge looks for it`,
    );
  }
  const ofWhole = { json, report, "min-accuracy": minAccuracy, gate, resume };
  const [asked] = Object.entries(ofWhole).filter(([, value]) => value !== undefined);
  if (asked)
    throw new UsageError(`--${asked[0]} is of all images: give it to merge, not with --shard`);
}
