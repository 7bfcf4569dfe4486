import { DataError, shorten, UsageError } from "@evalpool/errors";
import { requireLabels } from "@evalpool/mnist/node";

/** What a caller says of labels. */
export interface LabelOptions {
  /** The label of the first class (default 0). */
  readonly labelsFrom?: number | undefined;
  /** Of all classes in order: names them, or maps names to labels. */
  readonly classNames?: readonly string[] | undefined;
  /** Number of classes; a label from here on is refused. */
  readonly classes?: number | undefined;
}

/** Labels as a source has them. */
export interface Labels {
  readonly labels: Uint8Array | Uint16Array;
  readonly classes: number;
  readonly classNames?: readonly string[];
}

/** Classes that there may be: labels are held in 16 bits. */
const MOST_CLASSES = 65_536;

/**
 * Labels that are numbers.
 *
 * @param file for the error
 * @param names of the classes from 0 on, where the data set says them
 * @throws {DataError} when one is no whole number, or out of range
 */
export function numberedLabels(
  values: ArrayLike<number | bigint>,
  file: string,
  options: LabelOptions,
  names?: readonly string[],
): Labels {
  const { labelsFrom = 0 } = options;
  const whole = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const label = Number(value) - labelsFrom;
    if (!Number.isInteger(label) || label < 0 || label >= MOST_CLASSES) {
      throw new DataError(file, badLabel(value, i, labelsFrom));
    }
    whole[i] = label;
  }
  if (names !== undefined && options.classNames !== undefined) {
    requireBelow(whole, names, file);
    return namedLabels(whole, names, file, options);
  }
  return withClasses(whole, file, options, names ?? options.classNames);
}

/**
 * Labels that are names: each is numbered by its place among `classNames`; else where all are whole
 * numbers, by its own value, as `01`; else by its place in the order of code units, as torchvision's
 * `ImageFolder` does.
 *
 * @param ids of each image, the index of its name
 * @param names of all classes, also of those without images
 * @throws {DataError} when a name is not among `classNames`, or without those, when some are numbers
 * and others are not, or two are the same number
 * @throws {UsageError} when the labels of names are said to begin somewhere
 */
export function namedLabels(
  ids: ArrayLike<number>,
  names: readonly string[],
  file: string,
  options: LabelOptions,
): Labels {
  const { classNames, labelsFrom } = options;
  if (classNames === undefined && names.some(isNumber)) {
    requireNumbers(names, file);
    return ofNumbers(ids, names.map(Number), file, options);
  }
  if (labelsFrom !== undefined) {
    throw new UsageError("--labels-from is of labels that are numbers, and these are names");
  }
  const ordered = classNames ?? [...names].sort();
  const places = new Map(ordered.map((name, label) => [name, label]));
  if (places.size !== ordered.length) {
    throw new UsageError("--class-names: expected each name once, got one twice");
  }
  const numbers = names.map((name) => places.get(name));
  const labels = Uint16Array.from(ids, (id) => {
    const label = numbers[id];
    if (label !== undefined) return label;
    const known = ordered.slice(0, 5).map((name) => shorten(name, 20));
    const more = ordered.length > known.length ? ", …" : "";
    throw new DataError(
      file,
      `class ${shorten(names[id] ?? "", 40)} is not among --class-names ${known.join(",")}${more}`,
    );
  });
  return withClasses(labels, file, options, ordered);
}

/** Longer ones are names, such as dates: no class has such a number. */
function isNumber(name: string): boolean {
  return /^0*\d{1,5}$/.test(name);
}

function requireNumbers(names: readonly string[], file: string): void {
  const next = "--class-names says which number each has";
  const known = new Map<number, string>();
  for (const name of names) {
    if (!isNumber(name)) {
      const number = shorten(names.find(isNumber) ?? "", 20);
      const both = `${number}, a number, and ${shorten(name, 40)}, which is none`;
      throw new DataError(
        file,
        `expected classes that are all numbers or all names, got ${both}; ${next}`,
      );
    }
    const other = known.get(Number(name));
    if (other !== undefined && other !== name) {
      const both = `${shorten(other, 20)} and ${shorten(name, 20)}`;
      throw new DataError(file, `expected each class once, got ${both}, one number; ${next}`);
    }
    known.set(Number(name), name);
  }
}

/** There are as many classes as the highest of all says, whether it has images or not. */
function ofNumbers(
  ids: ArrayLike<number>,
  numbers: readonly number[],
  file: string,
  options: LabelOptions,
): Labels {
  const values = Float64Array.from(ids, (id) => numbers[id] ?? NaN);
  const numbered = numberedLabels(values, file, options);
  if (options.classes !== undefined) return numbered;
  const highest = numbers.reduce((most, number) => Math.max(most, number), 0);
  const classes = Math.min(highest - (options.labelsFrom ?? 0) + 1, MOST_CLASSES);
  return { ...numbered, classes: Math.max(classes, numbered.classes) };
}

function withClasses(
  whole: Uint16Array,
  file: string,
  { classes = Infinity }: LabelOptions,
  classNames?: readonly string[],
): Labels {
  if (classNames) requireBelow(whole, classNames, file);
  requireLabels(whole, classes, file);
  const highest = whole.reduce((most, label) => Math.max(most, label), 0);
  const labels = highest < 256 ? Uint8Array.from(whole) : whole;
  if (classNames) return { labels, classes: classNames.length, classNames };
  return { labels, classes: Number.isFinite(classes) ? classes : highest + 1 };
}

function requireBelow(labels: Uint16Array, names: readonly string[], file: string): void {
  const bad = labels.findIndex((label) => label >= names.length);
  if (bad === -1) return;
  const reason = `expected labels below ${names.length}, the number of class names`;
  throw new DataError(file, `${reason}, got ${labels[bad]} at index ${bad}`);
}

function badLabel(value: number | bigint, index: number, from: number): string {
  const got = `got ${value} at index ${index}`;
  if (!Number.isInteger(Number(value))) return `expected labels that are whole numbers, ${got}`;
  return `expected labels from ${from} to ${from + MOST_CLASSES - 1}, ${got}`;
}
