import { listOf } from "@evalpool/errors";
import { matrixProblem } from "@evalpool/metrics";
import * as z from "zod/mini";

/** What a comparison needs of a result; what else there is does not matter. */
export function resultSchema() {
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
