import { basename } from "node:path";
import { DataError, required } from "@evalpool/errors";
import { MOST_SURPRISE } from "@evalpool/metrics";
import * as z from "zod/mini";
import { checkInput } from "./check-input.js";
import type { Samples } from "./compare-predictions.js";
import type { ParsedResult } from "./result-schema.js";
import { probabilityFigures } from "./probability-figures.js";
import { readLines } from "./read-lines.js";

/** Bytes of a line, for each class and beside that: ample for a number of 17 digits and a space. */
const CLASS_BYTES = 32;
const LINE_BYTES = 256;

/**
 * Reads what `eval --samples` wrote, and makes sure that it is what the result counts.
 *
 * @throws {DataError} when it cannot be read, is not such a file, or is another run's
 */
export async function readSamples(path: string, result: ParsedResult): Promise<Samples> {
  const file = basename(path);
  const classes = result.confusionMatrix.length;
  const schema = sampleSchema();
  const known = probabilityFigures(result);
  const labels: number[] = [];
  const predictions: number[] = [];
  const sums = { negativeLogLikelihood: 0, brierScore: 0 };
  const maxBytes = LINE_BYTES + CLASS_BYTES * classes;
  const toError = (reason: string, options?: ErrorOptions, line?: number): DataError =>
    new DataError(line === undefined ? file : `${file}, line ${line}`, reason, options);
  for await (const line of readLines(path, maxBytes, toError)) {
    const where = `${file}, line ${labels.length + 1}`;
    if (labels.length === result.total) {
      throw new DataError(where, `expected ${result.total} images, as in the result, got more`);
    }
    const sample = checkInput(schema, line, where, "a line of --samples");
    const problem = sampleProblem(sample, labels.length, classes, known !== undefined);
    if (problem !== undefined) throw new DataError(where, problem);
    labels.push(sample.label);
    predictions.push(sample.prediction);
    addScores(sums, sample);
  }
  requireCounts(file, { labels, predictions }, result);
  if (known) requireScores(file, sums, known, result.total);
  return { labels, predictions };
}

function sampleSchema() {
  const integer = z.int().check(z.nonnegative());
  const probabilities = z.array(z.number().check(z.minimum(0), z.maximum(1)));
  return z.object({
    index: integer,
    label: integer,
    prediction: integer,
    probabilities: z.optional(probabilities),
  });
}

type Sample = z.infer<ReturnType<typeof sampleSchema>>;

/** How far the sum of probabilities is from 1 at most, each being rounded to seven digits. */
const ROUNDING = 1e-6;

function sampleProblem(
  { index, label, prediction, probabilities }: Sample,
  expectedIndex: number,
  classes: number,
  hasProbabilities: boolean,
): string | undefined {
  if (index !== expectedIndex) return `index: expected ${expectedIndex}, got ${index}`;
  for (const [name, value] of Object.entries({ label, prediction })) {
    if (value >= classes) return `${name}: expected a class from 0 to ${classes - 1}, got ${value}`;
  }
  if (!hasProbabilities && probabilities === undefined) return undefined;
  if (probabilities?.length !== classes) {
    return `probabilities: expected ${classes}, as the result has classes, got ${probabilities?.length ?? "none"}`;
  }
  const sum = probabilities.reduce((a, b) => a + b);
  if (Math.abs(sum - 1) > ROUNDING) {
    return `probabilities: expected a sum of 1, got ${Number(sum.toPrecision(7))}`;
  }
  // Of those that are equal as printed any may be the largest: they were compared before.
  const largest = Math.max(...probabilities);
  if (probabilities[prediction] === largest) return undefined;
  const got = `${prediction}, of ${probabilities[prediction]}`;
  return `prediction: expected ${probabilities.indexOf(largest)}, of the largest probability ${largest}, got ${got}`;
}

/** @throws {DataError} when the samples are not those that the result's confusion matrix counts */
export function requireCounts(
  file: string,
  { labels, predictions }: { readonly [Name in keyof Samples]: readonly number[] },
  { total, correct, confusionMatrix }: Pick<ParsedResult, "total" | "correct" | "confusionMatrix">,
): void {
  const matrix = confusionMatrix.map((counts) => new Float64Array(counts.length));
  const count = (label: number, prediction: number): number =>
    required(matrix[label]?.[prediction], `class ${label} or ${prediction}`);
  let hits = 0;
  for (const [i, label] of labels.entries()) {
    const prediction = required(predictions[i], `prediction ${i}`);
    required(matrix[label], `class ${label}`)[prediction] = count(label, prediction) + 1;
    if (label === prediction) hits++;
  }
  if (labels.length !== total || hits !== correct) {
    const expected = `${correct} of ${total} images correct, as in the result`;
    throw new DataError(file, `expected ${expected}, got ${hits} of ${labels.length}`);
  }
  for (const [label, counts] of confusionMatrix.entries()) {
    for (const [prediction, images] of counts.entries()) {
      const got = count(label, prediction);
      if (got === images) continue;
      const expected = `${images} images of label ${label} read as ${prediction}`;
      throw new DataError(file, `expected ${expected}, as in the result, got ${got}`);
    }
  }
}

/** How far a mean over images is off at most, their probabilities being rounded to seven digits. */
const SCORE_ROUNDING = 1e-5;

interface Scores {
  negativeLogLikelihood: number;
  brierScore: number;
}

function addScores(sums: Scores, { label, probabilities = [] }: Sample): void {
  const surprise = -Math.log(probabilities[label] ?? 0);
  sums.negativeLogLikelihood += Math.min(surprise, MOST_SURPRISE);
  for (const [i, p] of probabilities.entries()) sums.brierScore += (p - (i === label ? 1 : 0)) ** 2;
}

/** @throws {DataError} when the probabilities are not those that the result was scored on */
function requireScores(file: string, sums: Scores, result: Scores, total: number): void {
  for (const name of ["negativeLogLikelihood", "brierScore"] as const) {
    const got = sums[name] / total;
    if (Math.abs(got - result[name]) <= SCORE_ROUNDING) continue;
    const expected = `a ${name} of ${result[name]}, as in the result`;
    throw new DataError(file, `expected ${expected}, got ${Number(got.toPrecision(7))}`);
  }
}
