import { basename } from "node:path";
import { readFile } from "node:fs/promises";
import { DataError } from "@evalpool/errors";
import { checkInput } from "./check-input.js";
import * as z from "zod/mini";

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
    negativeLogLikelihood: number,
    brierScore: number,
    calibrationError: number,
    macro: scores,
    perClass: z.array(z.object({ label: count, support: count, f1: number })),
    throughput: z.object({ imagesPerSecond: number }),
  });
}

/** A result as `eval --json` printed it, as far as it is compared. */
export type ParsedResult = z.infer<ReturnType<typeof resultSchema>>;

/** @throws {DataError} when it cannot be read, or is not a result of `eval --json` */
export async function readResult(path: string): Promise<ParsedResult> {
  const file = basename(path);
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new DataError(file, cause.code === "ENOENT" ? "no such file" : cause.message, { cause });
  });
  return checkInput(resultSchema(), text, file, "a result of eval --json");
}
