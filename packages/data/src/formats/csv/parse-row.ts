import { DataError, shorten } from "@evalpool/errors";
import { isNumber, readFields } from "./read-fields.js";
import { pixelsIn, type Table } from "./table.js";

/** A row of any numbers. */
export interface Row {
  readonly label: string | undefined;
  /** As they are written. */
  readonly fields: readonly string[];
  readonly pixels: Float64Array;
}

/**
 * Reads a row in whatever way it is written.
 *
 * @param line from 1 on
 * @throws {DataError} when it has more or fewer columns than the first, or one is no number
 */
export function parseRow(table: Table, text: string, line: number): Row {
  const { file, delimiter, columns } = table;
  const fields = readFields({ text, file, line }, delimiter);
  if (fields.length !== columns.count) {
    const expected = `expected ${columns.count} columns, as in the first line`;
    throw new DataError(file, `line ${line}: ${expected}, got ${fields.length}`);
  }
  const [label] = columns.label === undefined ? [] : fields.splice(columns.label, 1);
  const pixels = new Float64Array(pixelsIn(table));
  for (let i = 0; i < pixels.length; i++) {
    const field = fields[i] ?? "";
    const value = isNumber(field) ? Number(field) : NaN;
    // Images are of floats of 32 bits.
    if (!Number.isFinite(Math.fround(value))) {
      const got = field === "" ? "an empty field" : shorten(field, 40);
      throw new DataError(file, `${placeOf(table, line, i)}: expected a number, got ${got}`);
    }
    pixels[i] = value;
  }
  return { label, fields, pixels };
}

/** Where a pixel stands: its line and column, and the name of that. */
export function placeOf({ columns }: Table, line: number, pixel: number): string {
  const { label = Infinity, names } = columns;
  const column = pixel < label ? pixel : pixel + 1;
  const name = names === undefined ? "" : ` (${shorten(names[column] ?? "", 20)})`;
  return `line ${line}, column ${column + 1}${name}`;
}
