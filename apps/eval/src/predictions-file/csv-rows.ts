import { shorten } from "@evalpool/errors";
import { told } from "@evalpool/models";
import { MOST_CLASSES } from "../most-classes.js";
import { rowOf, unknownName, type ParseRow } from "./row.js";

const fields = ["index", "label", "prediction"] as const;

/** Of the likeliest last: a comma may stand in a field where another separates. */
const separators = ["\t", ";", ","] as const;

/** A column of the probabilities of one class. */
const COLUMN = /^p(?:0|[1-9]\d*)$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const SCIENTIFIC = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A line of numbers, below a header: `index,prediction`, or `index,p0,p1,…` with the probability of
 * each class. `label` may be there too. Semicolons or tabs may separate as well, and fields may be
 * quoted, as RFC 4180 has it.
 *
 * @throws {RangeError} when the header is another
 */
export function csvRows(header: string): ParseRow {
  const separator = separators.find((it) => header.includes(it)) ?? ",";
  const names = cellsOf(header, separator);
  requireColumns(names);
  const at = new Map(names.map((name, i) => [name, i]));
  const columns: number[] = [];
  for (let i; (i = at.get(`p${columns.length}`)) !== undefined;) columns.push(i);

  return (line) => {
    const cells = cellsOf(line, separator);
    if (cells.length !== names.length) {
      throw new RangeError(
        `expected ${names.length} numbers, as the header has names, got ${cells.length}`,
      );
    }
    const values = fields.map((name) => {
      const i = at.get(name);
      return [name, i === undefined ? undefined : wholeNumberIn(cells[i] ?? "", name)];
    });
    const probabilities = columns.map((i, label) => numberIn(cells[i] ?? "", `p${label}`));
    const known = Object.fromEntries(values) as Record<string, number | undefined>;
    return rowOf({ ...known, ...(columns.length > 0 && { probabilities }) });
  };
}

/** Fields without the quotes and the spaces around them: no name or number has others within. */
function cellsOf(line: string, separator: string): string[] {
  return line.split(separator).map((field) => {
    const cell = field.trim();
    return /^".*"$/.test(cell) && cell.length > 1 ? cell.slice(1, -1).trim() : cell;
  });
}

function requireColumns(names: readonly string[]): void {
  if (names.every((name) => SCIENTIFIC.test(name))) {
    const got = shorten(names.join(), 40);
    throw new RangeError(`expected a header line, as index,prediction, got numbers, ${got}`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new RangeError(`there are two columns ${shorten(name, 40)}`);
    seen.add(name);
  }
  const classes = names.filter((name) => COLUMN.test(name)).length;
  for (const name of names) {
    if (COLUMN.test(name)) continue;
    if (name === "") throw new RangeError(NAMELESS);
    if (!fields.some((field) => field === name)) throw unknownName("column", name, known);
  }
  for (let i = 0; i < classes; i++) {
    if (seen.has(`p${i}`)) continue;
    throw new RangeError(`expected columns from p0 on, one for each class, got no p${i}`);
  }
  if (!seen.has("index")) {
    throw new RangeError(`expected a column index, got ${shorten(names.join(), 40)}`);
  }
}

const known = [...fields, "p0", "p1", `… p${MOST_CLASSES - 1}`];

/** As R and pandas write one, with the numbers of rows. */
const NAMELESS =
  "there is a column without a name; write.csv(…, row.names = FALSE) and to_csv(…, index=False) write none";

function wholeNumberIn(cell: string, column: string): number {
  if (DECIMAL.test(cell)) return Number(cell);
  const got = told(cell === "" ? undefined : cell);
  throw new RangeError(`${column}: expected a whole number of at least 0, got ${got}`);
}

function numberIn(cell: string, column: string): number {
  const value = Number(cell);
  if (SCIENTIFIC.test(cell) && Number.isFinite(value)) return value;
  const got = told(cell === "" ? undefined : cell);
  throw new RangeError(`${column}: expected a number, got ${got}`);
}
