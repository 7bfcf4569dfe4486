import { basename } from "node:path";
import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { readLines } from "../compare/read-lines.js";
import { collectRows, type FilePredictions } from "./collect-rows.js";
import { csvRows } from "./csv-rows.js";
import { jsonRow, refuseArray } from "./json-rows.js";
import { requireText } from "./require-text.js";
import type { ParseRow } from "./row.js";

/** Bytes of a line: of 4,096 probabilities of 17 digits, and more than any header has. */
const LINE_BYTES = 2 ** 17;

/**
 * Reads what another program predicted: lines of JSON, or CSV, as its first byte tells. Each image is
 * there once, in any order, up to the last that is wanted.
 *
 * @param images so many of the first are wanted
 * @throws {DataError} that names the line, when the file cannot be read, is not such a file, or is of
 * other data
 */
export async function readPredictions(
  path: string,
  source: IndexedSource,
  images: number,
): Promise<FilePredictions> {
  const file = basename(path);
  const toError = (reason: string, options?: ErrorOptions, line?: number): DataError =>
    new DataError(line === undefined ? file : `${file}, line ${line}`, reason, options);
  await requireText(path, (reason, options) => toError(reason, options));
  const rows = collectRows(source);
  let parse: ParseRow | undefined;
  let number = 0;
  let blank: number | undefined;
  for await (const line of readLines(path, LINE_BYTES, toError)) {
    number += 1;
    // Blank lines may follow the last.
    if (/^[ \r]*$/.test(line)) {
      blank ??= number;
      continue;
    }
    if (blank !== undefined) throw toError("expected a row, got a blank line", {}, blank);
    try {
      if (parse) rows.add(parse(line));
      else if (isJson(line)) rows.add((parse = jsonRow)(line));
      else parse = csvRows(line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw toError(error.message, { cause: error.cause }, number);
    }
  }
  try {
    return rows.finish(images);
  } catch (error) {
    if (error instanceof RangeError) throw toError(error.message);
    throw error;
  }
}

/** Whether a first line begins lines of JSON. @throws {RangeError} when it begins an array of them */
function isJson(line: string): boolean {
  const first = line.trimStart()[0];
  return first === "[" ? refuseArray() : first === "{";
}
