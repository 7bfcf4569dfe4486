import { check, listOf, listProblems } from "@evalpool/errors";
import { parseTally, total } from "@evalpool/metrics";
import * as z from "zod/mini";
import { firstDouble } from "../coverage.js";
import { imagesIn } from "../plan-shards.js";
import { digestSchema, LONGEST_TEXT, runSchema } from "./parse-run.js";
import type { Part } from "./part.js";

/** Made when there is a part to check. */
function partSchema() {
  const text = z.string().check(z.maxLength(LONGEST_TEXT));
  const count = z.int().check(z.nonnegative());
  const ms = z.number().check(z.nonnegative());
  const made = z.looseObject({
    evaluateMs: ms,
    config: z.looseObject({ threads: count, batchSize: count, backend: text, shards: count }),
    environment: z.looseObject({
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
    model: z.looseObject({ id: text, runtime: z.looseObject({ name: text }) }),
    dataset: z.looseObject({
      name: text,
      split: text,
      images: count,
      classNames: z.optional(listOf(text)),
      sha256: text,
      labelsSha256: text,
    }),
    made,
    samples: z.optional(z.strictObject({ file: text, sha256: digestSchema() })),
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
  const part = { ...checked.value, tally: parseTally(checked.value.tally) } as Part;
  const problem = contradiction(part);
  if (problem !== undefined) throw new RangeError(`not a part: ${problem}`);
  return part;
}

function contradiction({ run, ranges, tally }: Part): string | undefined {
  const wrong = ranges.find(({ start, end }) => start >= end || end > run.total);
  if (wrong)
    return `ranges: expected some of 0 to ${run.total}, got ${wrong.start} to ${wrong.end}`;
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
