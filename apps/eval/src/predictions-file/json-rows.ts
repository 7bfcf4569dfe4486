import { told } from "@evalpool/models";
import { rowOf, unknownName, type Row } from "./row.js";

const fields = ["index", "label", "prediction", "probabilities"] as const;

const EXPECTED = "expected a line of JSON for each image";

/**
 * A line of JSON: `{"index":0,"prediction":7}`, or as `--samples` writes it.
 *
 * @throws {RangeError} that says what is wrong with it
 */
export function jsonRow(line: string): Row {
  const value = parseJson(line);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RangeError(`expected an object, as {"index":0,"prediction":7}, got ${told(value)}`);
  }
  for (const name of Object.keys(value)) {
    if (!fields.some((field) => field === name)) throw unknownName("field", name, fields);
  }
  return rowOf(value);
}

/** What is wrong with a file that begins with one array, and how to make lines of it. */
export function refuseArray(): never {
  throw new RangeError(`${EXPECTED}, got an array of JSON; jq -c '.[]' makes lines of it`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    const isSpread = line.trim() === "{";
    const got = isSpread ? "one of several lines; jq -c . makes one of them" : "what is not JSON";
    throw new RangeError(`${EXPECTED}, got ${got}`, { cause });
  }
}
