import { check, didYouMean, listProblems, shorten } from "@evalpool/errors";
import * as z from "zod/mini";

/** What a line says of one image. */
export interface Row {
  readonly index: number;
  readonly label?: number | undefined;
  readonly prediction?: number | undefined;
  readonly probabilities?: readonly number[] | undefined;
}

/** Reads a line. @throws {RangeError} that says what is wrong with it */
export type ParseRow = (line: string) => Row;

const integer = z.int().check(z.nonnegative());
const probability = z.number().check(z.minimum(0), z.maximum(1));
const rowSchema = () =>
  z.object({
    index: integer,
    label: z.optional(integer),
    prediction: z.optional(integer),
    probabilities: z.optional(z.array(probability).check(z.minLength(1))),
  });

const fields = ["index", "label", "prediction", "probabilities"] as const;

/** A line of JSON: `{"index":0,"prediction":7}`, or as `--samples` writes it. */
export function jsonRows(): ParseRow {
  const schema = rowSchema();
  return (line) => {
    const value = parseJson(line);
    for (const name of Object.keys(Object(value) as object)) {
      if (!fields.some((field) => field === name)) throw unknownName("field", name, fields);
    }
    return checked(schema, value);
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new RangeError("expected a line of JSON, got what is not JSON", { cause });
  }
}

/**
 * A line of numbers with commas between them, below a header: `index,prediction`, or
 * `index,p0,p1,…` with the probability of each class. `label` may be there too.
 *
 * @throws {RangeError} when the header is another
 */
export function csvRows(header: string): ParseRow {
  const names = header.trim().split(",");
  const classes = names.filter((name) => /^p\d+$/.test(name)).length;
  const known = [
    "index",
    "label",
    "prediction",
    ...Array.from({ length: classes }, (_, i) => `p${i}`),
  ];
  for (const [i, name] of names.entries()) {
    if (!known.includes(name))
      throw unknownName("column", name, [...known.slice(0, 3), "p0", "p1"]);
    if (names.indexOf(name) !== i) throw new RangeError(`there are two columns ${name}`);
  }
  const schema = rowSchema();
  return (line) => {
    const cells = line.trim().split(",");
    if (cells.length !== names.length) {
      throw new RangeError(
        `expected ${names.length} numbers, as the header has names, got ${cells.length}`,
      );
    }
    const values = new Map(names.map((name, i) => [name, numberIn(cells[i] ?? "", name)]));
    const row = {
      index: values.get("index"),
      label: values.get("label"),
      prediction: values.get("prediction"),
    };
    const probabilities = known.slice(3).map((name) => values.get(name));
    return checked(schema, { ...row, ...(classes > 0 && { probabilities }) });
  };
}

function numberIn(cell: string, column: string): number {
  const value = Number(cell);
  if (cell.trim() !== "" && Number.isFinite(value)) return value;
  throw new RangeError(`${column}: expected a number, got ${JSON.stringify(shorten(cell, 40))}`);
}

function checked(schema: ReturnType<typeof rowSchema>, value: unknown): Row {
  const result = check(schema, value);
  if ("value" in result) return result.value;
  throw new RangeError(listProblems(result.problems));
}

function unknownName(what: string, name: string, known: readonly string[]): RangeError {
  const hint = didYouMean(name, [...known]) || ` Known are ${known.join(", ")}.`;
  return new RangeError(`there is no ${what} ${JSON.stringify(shorten(name, 40))}.${hint}`);
}
