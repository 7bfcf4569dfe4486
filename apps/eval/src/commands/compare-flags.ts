import { UsageError } from "@evalpool/errors";
import type { Command } from "commander";
import type { OperandKind } from "../compare/operand-kind.js";
import {
  isOfData,
  requireOneSource,
  type DataFlags,
  type FormatFlags,
  type SplitChoice,
} from "./data-options.js";
import { givenFlag } from "./given-flag.js";
import { inputFiles } from "./input-files.js";
import { isOfModels, type ModelFlags } from "./model-options.js";

/** What `evalpool compare` is told. */
export interface CompareFlags extends DataFlags, FormatFlags, Omit<ModelFlags, "weights"> {
  readonly samples?: readonly string[];
  readonly model: string;
  readonly split: SplitChoice;
  readonly limit?: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly json?: true;
  readonly progress: boolean;
  readonly failIfWorse?: true;
  readonly alpha?: number;
  readonly report?: string;
}

/** @throws {UsageError} when flags contradict each other, or the run would write over what it reads */
export async function checkCompareFlags(flags: CompareFlags, { args }: Command): Promise<void> {
  const { samples = [], failIfWorse, alpha, report } = flags;
  if (samples.length !== 0 && samples.length !== 2) {
    throw new UsageError(`--samples takes two files, a's and b's, got ${samples.length}`);
  }
  if (args.length !== 2) {
    const isOfSamples = samples.length > 0 ? "; --samples takes two files" : "";
    const got = `${args.length}: ${args.join(", ")}`;
    throw new UsageError(`expected two to compare, got ${got}${isOfSamples}`);
  }
  if (alpha !== undefined && failIfWorse === undefined) {
    throw new UsageError("--alpha is of --fail-if-worse: give both");
  }
  requireOneSource(flags);
  if (report === undefined) return;
  const { requireDistinct } = await import("../distinct-files.js");
  const [a, b] = args;
  const [samplesA, samplesB] = samples;
  const inputs = { ...inputFiles(flags), A: a, B: b, "--samples a,": samplesA, "--samples b,": samplesB }; // prettier-ignore
  requireDistinct(inputs, { "--report": report });
}

/** Flags of what is done with models alone. */
const ofEvaluating: ReadonlySet<string> = new Set([
  ...["model", "limit", "split", "batchSize", "threads"],
]);

/** @throws {UsageError} when flags are given that nothing is done with, as the two are of these kinds */
export function requireUsedFlags(
  kinds: readonly OperandKind[],
  flags: CompareFlags,
  command: Command,
): void {
  const areRead = kinds.every(isRead);
  const { samples } = flags;
  if (samples !== undefined && kinds.some((kind) => kind !== "result")) {
    const other = kinds.find((kind) => kind !== "result");
    const own = other === "part" ? "a part names its own" : "a model is evaluated for them";
    throw new UsageError(`--samples are of two results: ${own}`);
  }
  if (!areRead) {
    requireNetwork(kinds, flags, command);
    return;
  }
  const ofModels = givenFlag(command, (name) => ofEvaluating.has(name) || isOfModels(name));
  if (ofModels !== undefined) {
    throw new UsageError(`${ofModels} is of models to evaluate, and both are results already`);
  }
  requireShownImages(kinds, flags, command);
}

/** @throws {UsageError} when flags are of images that the report on two results does not show */
function requireShownImages(
  kinds: readonly OperandKind[],
  { samples, report }: CompareFlags,
  command: Command,
): void {
  const ofImages = givenFlag(command, (name) => isOfData(name) || name === "offline");
  if (ofImages === undefined) return;
  if (report === undefined) {
    throw new UsageError(`${ofImages} is of images, which only --report FILE shows of results`);
  }
  // A part names the samples beside it, a result does not.
  if (samples === undefined && kinds.includes("result")) {
    const advice = "which are shown where predictions are known: give --samples A.jsonl B.jsonl";
    throw new UsageError(`${ofImages} is of images, ${advice}`);
  }
  if (imagesFlag(command) === undefined) {
    const advice = "and where these are was not said: give --data PATH or --dataset NAME";
    throw new UsageError(`${ofImages} is of images, ${advice}`);
  }
}

/** The flag that says where images are, where one was given. */
export function imagesFlag(command: Command): string | undefined {
  return givenFlag(command, (name) => name === "data" || name === "dataset");
}

/** Whether it is read, and not evaluated. */
export function isRead(kind: OperandKind): boolean {
  return kind === "result" || kind === "part";
}

/** @throws {UsageError} when `--model` is given to no weights, or is no network without them */
function requireNetwork(
  kinds: readonly OperandKind[],
  { model }: CompareFlags,
  command: Command,
): void {
  if (command.getOptionValueSource("model") !== "cli") return;
  if (!kinds.includes("weights")) {
    throw new UsageError(
      `--model ${model} is for weights, and neither of the two is a file of such`,
    );
  }
}
