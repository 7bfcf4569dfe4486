import { parse } from "csv-parse/sync";
import { DataError, shorten } from "@evalpool/errors";

/** A line of a file, for what is said of it. */
export interface TextLine {
  readonly text: string;
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
}

/**
 * The fields of a line (RFC 4180), without spaces around. A quoted field ends on its line.
 *
 * @throws {DataError} when quotes do not fit
 */
export function readFields({ text, file, line }: TextLine, delimiter: string): string[] {
  if (text.includes("\0")) {
    throw new DataError(file, `line ${line}: expected text, got a byte of value 0`);
  }
  // Without quotes there is nothing else in a line than fields and what parts them.
  if (!text.includes('"')) return text.split(delimiter).map(trim);
  try {
    const options = { delimiter, relax_column_count: true, trim: delimiter !== "\t" };
    const rows = parse(text, { ...options, record_delimiter: "\n" });
    return rows.flat().map(trim);
  } catch (cause) {
    const reason = shorten((cause as Error).message.replace(/ at line 1\b/, ""), 120);
    throw new DataError(file, `line ${line}: ${reason}`, { cause });
  }
}

/** Of spaces alone: a tab may part fields. */
function trim(field: string): string {
  return field.startsWith(" ") || field.endsWith(" ") ? field.replace(/^ +| +$/g, "") : field;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Whether it is a number that is written out, as 12, -0.5 or 1e-3. */
export function isNumber(field: string): boolean {
  return NUMBER.test(field);
}

/** Whether a number has a point or an exponent, which says that it is none of a byte's. */
export function isFraction(field: string): boolean {
  return /[.eE]/.test(field);
}
