import { DataError, shorten, UsageError } from "@evalpool/errors";
import { isNumber } from "./read-fields.js";

/** What the columns of a table are. */
export interface Columns {
  readonly count: number;
  /** Index of the label's; none where labels are in another file. */
  readonly label: number | undefined;
  /** Their names, where the first line has them. */
  readonly names?: readonly string[];
}

const LABEL = /^(?:# ?)?(?:label|labels|class|target|y)$/i;
const KNOWN = "label, class, target or y";
/** Columns in a row that counts them. */
const MANY = 16;

/** Whether a column of this name is one of labels. */
export function isLabelName(name: string): boolean {
  return LABEL.test(name);
}

/**
 * Tells by a table's first line which column is which: by its names, among which those of pixels
 * hold a number; where it has none, the label comes first.
 *
 * @param labelFile where labels are said to be, if not in the table
 * @throws {DataError} when the columns of a header are not those of a label and of pixels
 * @throws {UsageError} when there are labels in both
 */
export function columnsOf(
  fields: readonly string[],
  file: string,
  labelFile: string | undefined,
): Columns {
  const count = fields.length;
  const first = labelFile === undefined ? 0 : undefined;
  if (!isHeader(fields)) return atLeastTwo({ count, label: first }, file);
  const names = fields;
  if (isCounted(fields)) return { count, label: first, names };
  const labels = fields.flatMap((name, i) => (isLabelName(name) ? [i] : []));
  const [label] = labels;
  if (label !== undefined && labelFile !== undefined) {
    const column = `its column ${label + 1} (${names[label] ?? ""}) has them`;
    throw new UsageError(`--labels ${labelFile} is of images without labels; ${file}: ${column}`);
  }
  if (labels.length > 1) {
    const [a = 0, b = 0] = labels;
    const got = `got columns ${a + 1} (${names[a] ?? ""}) and ${b + 1} (${names[b] ?? ""})`;
    throw new DataError(file, `expected one column of labels, ${got}`);
  }
  if (labels.length === 0 && labelFile === undefined) throw new DataError(file, noLabel(names));
  const other = names.findIndex((name, i) => i !== label && !isPixel(name));
  if (other !== -1) {
    const got = `got column ${other + 1} (${shorten(names[other] ?? "", 40)})`;
    throw new DataError(file, `expected columns of a label and of numbered pixels, ${got}`);
  }
  requireInOrder(
    names.filter((_, i) => i !== label),
    file,
  );
  return atLeastTwo({ count, label, names }, file);
}

/**
 * Columns that are sorted as text, or column by column, would make other images.
 *
 * @throws {DataError} when a pixel's numbers are not above those of the one before
 */
function requireInOrder(pixels: readonly string[], file: string): void {
  const numbers = pixels.map((name) => (name.match(/\d+/g) ?? []).map(Number));
  const at = numbers.findIndex((own, i) => i > 0 && !isAbove(own, numbers[i - 1] ?? []));
  if (at === -1) return;
  const [before = "", name = ""] = [pixels[at - 1], pixels[at]].map((it) => shorten(it ?? "", 20));
  throw new DataError(
    file,
    `expected pixels in the order of their numbers, got ${name} behind ${before}; sort the columns by number`,
  );
}

function isAbove(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    if (value !== b[i]) return value > (b[i] ?? -1);
  }
  return false;
}

/** A label that is a name, or one field that is damaged, do not make a header of a row. */
function isHeader(fields: readonly string[]): boolean {
  const others = fields.filter((field) => !isNumber(field));
  return others.length > 1 || others.some(isLabelName) || isCounted(fields);
}

/** As pandas names columns that have no names: 0, 1, 2, … */
function isCounted(fields: readonly string[]): boolean {
  const from = Number(fields[0]);
  return (
    fields.length >= MANY &&
    (from === 0 || from === 1) &&
    fields.every((field, i) => field === `${from + i}`)
  );
}

/** `pixel0`, `1x1`, `28`; but not what pandas calls a column without a name. */
function isPixel(name: string): boolean {
  return /\d/.test(name) && !/^unnamed/i.test(name);
}

function noLabel(names: readonly string[]): string {
  const [first = "", second = ""] = names;
  const told = [first, second, ...(names.length > 2 ? ["…", names.at(-1) ?? ""] : [])];
  const got = `got ${told.map((name) => shorten(name, 20)).join(", ")}`;
  return `expected a column called ${KNOWN}, ${got}; name it so, or give --labels FILE`;
}

function atLeastTwo(columns: Columns, file: string): Columns {
  const { count, label } = columns;
  if (count > (label === undefined ? 0 : 1)) return columns;
  throw new DataError(file, "expected columns of a label and of pixels, got one column");
}
