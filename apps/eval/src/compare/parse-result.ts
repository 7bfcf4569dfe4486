import { basename } from "node:path";
import { DataError, listProblems } from "@evalpool/errors";
import { readWhole } from "@evalpool/files/node";
import { textOf } from "../text-of.js";
import { checkInput } from "./check-input.js";
import { contradictions } from "./contradictions.js";
import { resultSchema, type ParsedResult } from "./result-schema.js";

/**
 * Bytes of a result: a confusion matrix of 1,900 classes takes about so many, and JSON that is made
 * to cost memory a hundred times as many.
 */
const MOST_BYTES = 8 * 2 ** 20;

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
  const result = checkInput(resultSchema(), textOf(bytes), file, "a result of eval --json");
  const problems = contradictions(result);
  if (problems.length === 0) return result;
  throw new DataError(file, `expected figures that agree: ${listProblems(problems)}`);
}
