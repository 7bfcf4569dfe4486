import { listOf } from "@evalpool/errors";
import { matrixProblem } from "@evalpool/metrics";
import * as z from "zod/mini";
import { missingFigures } from "./probability-figures.js";

/** What a comparison needs of a result; what else there is does not matter. */
export function resultSchema() {
  const text = z.string();
  const number = z.number();
  const count = z.int().check(z.nonnegative());
  const scores = z.object({ precision: number, recall: number, f1: number });
  const fields = z.object({
    schemaVersion: z.literal(1),
    model: z.object({
      id: text,
      // Older results are all of evalpool's own kernels, and do not say so.
      runtime: z.optional(z.object({ name: text })),
      checkpoint: z.optional(z.object({ file: text, sha256: text })),
    }),
    dataset: z.object({
      name: text,
      split: text,
      images: count,
      kind: z.optional(text),
      classNames: z.optional(z.readonly(listOf(text))),
      sha256: text,
      labelsSha256: text,
      corruption: z.optional(z.object({ name: text, severity: count, seed: count })),
    }),
    total: count.check(z.positive()),
    correct: count,
    accuracy: number,
    accuracyInterval: z.object({ confidence: number, low: number, high: number }),
    ...probabilityShape(number, count),
    macro: scores,
    micro: scores,
    weighted: scores,
    perClass: z.readonly(
      listOf(
        z.object({
          label: count,
          name: z.optional(text),
          support: count,
          ...scores.shape,
          illDefined: z.optional(z.readonly(listOf(text))),
        }),
      ),
    ),
    confusionMatrix: z.custom<readonly (readonly number[])[]>().check(({ value, issues }) => {
      const message = matrixProblem(value);
      if (message !== undefined) issues.push({ code: "custom", message, input: value });
    }),
    throughput: z.object({ imagesPerSecond: number }),
    timings: z.object({ evaluateMs: number }),
  });
  return fields.check(({ value, issues }) => {
    for (const name of missingFigures(value)) {
      const message = "expected it, as other figures of probabilities are there";
      issues.push({ code: "custom", path: [name], message, input: undefined });
    }
  });
}

/** What only probabilities tell: all of it, or nothing where these were not known. */
function probabilityShape(number: z.ZodMiniNumber, count: z.ZodMiniType<number>) {
  const bin = z.object({
    from: number,
    to: number,
    images: count,
    accuracy: z.nullable(number),
    confidence: z.nullable(number),
  });
  return {
    top3Accuracy: z.optional(number),
    topKAccuracy: z.optional(z.readonly(listOf(number))),
    negativeLogLikelihood: z.optional(number),
    brierScore: z.optional(number),
    calibrationError: z.optional(number),
    reliabilityBins: z.optional(z.readonly(listOf(bin))),
  };
}

/** A result as `eval --json` printed it, as far as it is compared. */
export type ParsedResult = z.infer<ReturnType<typeof resultSchema>>;
