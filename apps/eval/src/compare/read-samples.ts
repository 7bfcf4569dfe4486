import { open } from "node:fs/promises";
import { basename } from "node:path";
import { DataError } from "@evalpool/errors";
import { checkInput } from "./check-input.js";
import type { ParsedResult } from "./parse-result.js";
import * as z from "zod/mini";

/** Of each image, by index. */
export interface Samples {
  readonly labels: Uint32Array;
  readonly predictions: Uint32Array;
}

/**
 * Reads what `eval --samples` wrote, and makes sure that it is what the result counts.
 *
 * @throws {DataError} when it cannot be read, is not such a file, or is another run's
 */
export async function readSamples(path: string, result: ParsedResult): Promise<Samples> {
  const file = basename(path);
  const integer = z.int().check(z.nonnegative());
  const schema = z.object({ index: integer, label: integer, prediction: integer });
  const labels = new Uint32Array(result.total);
  const predictions = new Uint32Array(result.total);
  let images = 0;
  let correct = 0;
  await eachLine(path, (line) => {
    const where = `${file}, line ${images + 1}`;
    const { index, label, prediction } = checkInput(schema, line, where, "a line of --samples");
    if (index !== images) throw new DataError(where, `expected index ${images}, got ${index}`);
    labels[index] = label;
    predictions[index] = prediction;
    images += 1;
    if (label === prediction) correct += 1;
  });
  if (images !== result.total || correct !== result.correct) {
    const expected = `${result.correct} of ${result.total} images correct, as in the result`;
    throw new DataError(file, `expected ${expected}, got ${correct} of ${images}`);
  }
  return { labels, predictions };
}

async function eachLine(path: string, take: (line: string) => void): Promise<void> {
  try {
    await using handle = await open(path);
    for await (const line of handle.readLines()) take(line);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DataError(basename(path), code === "ENOENT" ? "no such file" : message, { cause });
  }
}
