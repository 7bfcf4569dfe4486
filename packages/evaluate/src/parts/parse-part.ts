import { check, listOf, listProblems } from "@evalpool/errors";
import { parseTally, total } from "@evalpool/metrics";
import * as z from "zod/mini";
import { firstDouble } from "../coverage.js";
import { imagesIn } from "../plan-shards.js";
import { digestSchema, LONGEST_TEXT, runSchema } from "./parse-run.js";
import type { Part } from "./part.js";

/** Characters of a flag's value, which may name thousands of classes. */
const LONGEST_FLAG = 2 ** 18;

/** Made when there is a part to check. */
function partSchema() {
  const text = z.string().check(z.maxLength(LONGEST_TEXT));
  const count = z.int().check(z.nonnegative());
  const ms = z.number().check(z.nonnegative());
  const made = z.strictObject({
    evaluateMs: ms,
    config: z.strictObject({
      threads: count,
      batchSize: count,
      backend: text,
      exact: z.optional(z.literal(true)),
      shards: count,
    }),
    environment: z.strictObject({
      node: text,
      platform: text,
      arch: text,
      cpu: text,
      evalpool: text,
      v8Flags: listOf(text),
    }),
    worker: z.optional(text),
  });
  return z.strictObject({
    evalpoolPart: z.literal(1),
    run: runSchema(),
    ranges: listOf(z.strictObject({ start: count, end: count })),
    tally: z.unknown(),
    model: modelSchema(text, count),
    dataset: datasetSchema(text, count),
    made,
    samples: z.optional(z.strictObject({ file: text, sha256: digestSchema() })),
    asked: z.optional(
      z.strictObject({
        shard: z
          .string()
          .check(z.regex(/^[1-9]\d{0,8}\/[1-9]\d{0,8}$/, "expected two numbers, as 2/4")),
        flags: listOf(z.string().check(z.maxLength(LONGEST_FLAG))),
      }),
    ),
  });
}

function modelSchema(text: z.ZodMiniString, count: z.ZodMiniType<number>) {
  const numbers = z.union([z.number(), listOf(z.number())]);
  return z.strictObject({
    id: text,
    runtime: z.strictObject({
      name: z.enum(["own", "onnxruntime", "predict", "predictions"]),
      version: z.optional(text),
      reason: z.optional(text),
    }),
    preprocess: z.optional(
      z.strictObject({
        source: text,
        channels: z.optional(text),
        resize: z.optional(z.looseObject({ height: count, width: count })),
        scale: z.optional(z.number()),
        mean: z.optional(numbers),
        std: z.optional(numbers),
        invert: z.optional(z.boolean()),
        transpose: z.optional(z.boolean()),
      }),
    ),
    parameters: z.optional(count),
    digest: z.optional(text),
    checkpoint: z.optional(z.strictObject({ file: text, sha256: text })),
  });
}

function datasetSchema(text: z.ZodMiniString, count: z.ZodMiniType<number>) {
  return z.strictObject({
    name: text,
    split: text,
    images: count,
    kind: z.optional(text),
    classNames: z.optional(listOf(text)),
    sha256: text,
    labelsSha256: text,
    corruption: z.optional(z.strictObject({ name: text, severity: count, seed: count })),
  });
}

let schema: ReturnType<typeof partSchema> | undefined;

/**
 * Checks a part that comes from outside, as from a file or a queue: its shape, and that its tally is
 * one of as many images and classes as it says.
 *
 * @throws {RangeError} with the first few problems found
 */
export function parsePart(value: unknown): Part {
  schema ??= partSchema();
  const checked = check(schema, value);
  if ("problems" in checked) throw new RangeError(`not a part: ${listProblems(checked.problems)}`);
  // As it was given, in its own order: what is checked is not changed.
  const part = { ...(value as Part), tally: parseTally(checked.value.tally) };
  const problem = contradiction(part);
  if (problem !== undefined) throw new RangeError(`not a part: ${problem}`);
  return part;
}

function contradiction({ run, ranges, tally, dataset }: Part): string | undefined {
  const wrong = ranges.find(({ start, end }) => start >= end || end > run.total);
  if (wrong)
    return `ranges: expected some of 0 to ${run.total}, got ${wrong.start} to ${wrong.end}`;
  if (dataset.images < run.total) {
    return `dataset.images: expected at least ${run.total}, as its run has, got ${dataset.images}`;
  }
  const double = firstDouble(ranges);
  if (double) return `ranges: ${double.start} to ${double.end} is there twice`;
  const images = imagesIn(ranges);
  if (total(tally) !== images) {
    return `tally: expected ${images} images, as in its ranges, got ${total(tally)}`;
  }
  const classes = tally.labelRanks.length;
  if (classes === run.classes) return undefined;
  return `tally: expected ${run.classes} classes, as its run has, got ${classes}`;
}
