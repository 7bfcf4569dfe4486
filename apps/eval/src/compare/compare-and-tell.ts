import { UsageError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/data";
import type { Comparison } from "@evalpool/evaluate";
import type { DatasetChoice } from "../loading.js";
import { jsonLine } from "../terminal/json-line.js";
import { compareResults, type Compared } from "./compare-results.js";
import type { Evaluating, NamedModel } from "./evaluate-models.js";
import { holdWorse, judge } from "./hold-worse.js";
import { openPictured } from "./open-pictured.js";
import { readComparedPart, readComparedResult, type NamedFile } from "./read-operand.js";

/** One of the two: a file that is read, or a model that is evaluated. */
export type Operand =
  | (NamedFile & { readonly kind: "result"; readonly samples: string | undefined })
  | (NamedFile & { readonly kind: "part" })
  | (NamedModel & { readonly kind: "model" });

/** What is compared, and what becomes of it. */
export interface Comparing {
  readonly operands: readonly [a: Operand, b: Operand];
  /** What models are evaluated on. */
  readonly evaluating: Omit<Evaluating, "against"> | undefined;
  /** Where the images of two results are, if the report is to show them. */
  readonly images: DatasetChoice | undefined;
  /** The gate: where b is worse at this level the exit code is 1. */
  readonly alpha: number | undefined;
  readonly output: { readonly as: "json" | "summary"; readonly report: string | undefined };
}

/** Carries out `evalpool compare`: evaluates what is to be evaluated, and tells the comparison. */
export async function compareAndTell(comparing: Comparing): Promise<void> {
  const { alpha, output, images } = comparing;
  const report = await openReport(output.report);
  const { compared, source } = await resolve(comparing);
  const [a, b] = compared;
  const comparison = judge(compareResults(a, b), alpha);
  process.stdout.write(await format(comparison, output.as));
  await report?.write(comparison, source ?? (images && (await openPictured(a, images))));
  holdWorse(comparison);
}

interface Resolved {
  readonly compared: readonly [a: Compared, b: Compared];
  /** The images, where models were evaluated on them. */
  readonly source?: IndexedSource;
}

/** Reads results first: what is wrong with one is told before minutes are over. */
async function resolve({ operands, evaluating, alpha }: Comparing): Promise<Resolved> {
  const read = [];
  for (const operand of operands) read.push(await readIfFile(operand));
  if (alpha !== undefined) requirePaired(operands, read);
  const [a, b] = read;
  if (a && b) return { compared: [a, b] };
  if (evaluating === undefined) throw new RangeError("expected what models are evaluated on");
  const { evaluateModels } = await import("./evaluate-models.js");
  const models = operands.filter((operand) => operand.kind === "model");
  const { compared, source } = await evaluateModels(models, { ...evaluating, against: a ?? b });
  const rest = compared.values();
  const next = (): Compared => {
    const { value } = rest.next();
    if (value === undefined) throw new RangeError("expected a result of each model");
    return value;
  };
  return { compared: [a ?? next(), b ?? next()], source };
}

async function readIfFile(operand: Operand): Promise<Compared | undefined> {
  if (operand.kind === "model") return undefined;
  return operand.kind === "part"
    ? readComparedPart(operand)
    : readComparedResult(operand, operand.samples);
}

/** @throws {UsageError} when predictions of one are not known image by image */
function requirePaired(
  operands: Comparing["operands"],
  read: readonly (Compared | undefined)[],
): void {
  const lacking = read.find((compared) => compared && compared.samples === undefined);
  if (lacking === undefined) return;
  const advice = operands.some(({ kind }) => kind === "model")
    ? "give both as models, or both as results with --samples A.jsonl B.jsonl"
    : operands.some(({ kind }) => kind === "part")
      ? "make parts with --samples too"
      : "give --samples A.jsonl B.jsonl";
  throw new UsageError(
    `--fail-if-worse is told of each image, and of ${lacking.file} they are not known: ${advice}`,
  );
}

async function format(comparison: Comparison, as: "json" | "summary"): Promise<string> {
  if (as === "json") return jsonLine(comparison);
  const { formatComparison } = await import("./format-comparison.js");
  const { painter } = await import("../terminal/paint.js");
  // Some terminals do not know theirs, and say 0.
  const columns = process.stdout.columns || 80;
  return formatComparison(comparison, columns, painter(process.stdout));
}

async function openReport(file: string | undefined) {
  if (file === undefined) return undefined;
  const { openComparisonReport } = await import("./comparison-report-file.js");
  return openComparisonReport(file);
}
