import { DataError, shorten } from "@evalpool/errors";
import { parseArrayName, type ArrayName } from "./array-names.js";
import type { ArrayFile } from "./array-file.js";

/** An array that may be of a data set. */
export interface NamedArray {
  /** By which it is known what it is: `x_test`. */
  readonly name: string;
  /** The file that it is, where it is one by itself. */
  readonly file?: string;
  /** @throws {DataError} when it cannot be read, or is not of numbers */
  readonly open: () => Promise<ArrayFile>;
}

/** The arrays of a split. */
export interface ArrayPair {
  readonly images: NamedArray;
  /** Absent where the caller says which they are. */
  readonly labels?: NamedArray;
}

/**
 * Images and labels that belong together by their names, by split.
 *
 * @param place for the error
 * @param needsLabels whether images without labels are of no use
 * @throws {DataError} when there are several that it could be
 */
export function pairArrays(
  arrays: readonly NamedArray[],
  place: string,
  needsLabels: boolean,
): ReadonlyMap<string, ArrayPair> {
  const parsed = arrays.flatMap((array) => {
    const said = parseArrayName(array.name);
    return said ? [{ ...said, array }] : [];
  });
  const pairs = new Map<string, ArrayPair>();
  for (const { array: images, ...said } of parsed.filter(({ role }) => role === "images")) {
    const same = parsed.filter(isOfOne(said));
    const labels = same.filter(({ role }) => role === "labels").map(({ array }) => array);
    if (needsLabels && labels.length === 0) continue;
    const { split } = said;
    const other = pairs.get(split)?.images;
    requireOne(other ? [other, images] : [images], "images", split, place);
    requireOne(labels, "labels", split, place);
    pairs.set(split, { images, ...(labels[0] && needsLabels && { labels: labels[0] }) });
  }
  return pairs;
}

function isOfOne({ split, rest }: Omit<ArrayName, "role">) {
  return (other: ArrayName): boolean => other.split === split && other.rest === rest;
}

function requireOne(
  arrays: readonly NamedArray[],
  what: string,
  split: string,
  place: string,
): void {
  if (arrays.length < 2) return;
  const told = arrays.slice(0, 4).map(({ name }) => shorten(name, 40));
  throw new DataError(
    place,
    `expected one array of ${what} for the ${split} split, got ${told.join(", ")}; ` +
      "give the file of the images itself, or save the two arrays in one of their own",
  );
}
