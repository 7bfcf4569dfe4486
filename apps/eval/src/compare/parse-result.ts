import { basename } from "node:path";
import { DataError, listOf, listProblems } from "@evalpool/errors";
import { readWhole } from "@evalpool/files/node";
import { matrixProblem } from "@evalpool/metrics";
import * as z from "zod/mini";
import { checkInput } from "./check-input.js";
import { contradictions } from "./contradictions.js";

/**
 * Bytes of a result: a confusion matrix of 1,900 classes takes about so many, and JSON that is made
 * to cost memory a hundred times as many.
 */
const MOST_BYTES = 8 * 2 ** 20;

/** What a comparison needs of a result; what else there is does not matter. */
function resultSchema() {
  const text = z.string();
  const number = z.number();
  const count = z.int().check(z.nonnegative());
  const scores = z.object({ precision: number, recall: number, f1: number });
  return z.object({
    schemaVersion: z.literal(1),
    model: z.object({ id: text, checkpoint: z.optional(z.object({ file: text, sha256: text })) }),
    dataset: z.object({
      name: text,
      split: text,
      images: count,
      sha256: text,
      labelsSha256: text,
    }),
    total: count.check(z.positive()),
    correct: count,
    accuracy: number,
    accuracyInterval: z.object({ confidence: number, low: number, high: number }),
    top3Accuracy: number,
    topKAccuracy: listOf(number),
    negativeLogLikelihood: number,
    brierScore: number,
    calibrationError: number,
    reliabilityBins: listOf(
      z.object({
        from: number,
        to: number,
        images: count,
        accuracy: z.nullable(number),
        confidence: z.nullable(number),
      }),
    ),
    macro: scores,
    micro: scores,
    weighted: scores,
    perClass: listOf(
      z.object({
        label: count,
        support: count,
        ...scores.shape,
        illDefined: z.optional(listOf(text)),
      }),
    ),
    confusionMatrix: z.custom<readonly (readonly number[])[]>().check(({ value, issues }) => {
      const message = matrixProblem(value);
      if (message !== undefined) issues.push({ code: "custom", message, input: value });
    }),
    throughput: z.object({ imagesPerSecond: number }),
    timings: z.object({ evaluateMs: number }),
  });
}

/** A result as `eval --json` printed it, as far as it is compared. */
export type ParsedResult = z.infer<ReturnType<typeof resultSchema>>;

/**
 * Reads a result, and makes sure that its figures are those of its counts.
 *
 * @throws {DataError} when it cannot be read, is not a result of `eval --json`, or contradicts itself
 */
export async function readResult(path: string): Promise<ParsedResult> {
  const file = basename(path);
  const bytes = await readWhole(path, {
    maxBytes: MOST_BYTES,
    toError: (reason, options) => new DataError(file, reason, options),
  });
  const result = checkInput(resultSchema(), bytes.toString(), file, "a result of eval --json");
  const problems = contradictions(result);
  if (problems.length === 0) return result;
  throw new DataError(file, `expected figures that agree: ${listProblems(problems)}`);
}
