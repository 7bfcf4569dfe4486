import { DataError, shorten } from "@evalpool/errors";
import { namedLabels, numberedLabels, type LabelOptions, type Labels } from "../../labels.js";

/** What a column of labels holds. */
export type LabelValue = number | bigint | string;

/** Labels that are numbers, or names. @param names of the classes, where the file says them */
export function columnLabels(
  values: readonly LabelValue[],
  file: string,
  options: LabelOptions,
  names: readonly string[] | undefined,
): Labels {
  const numbers = values.filter((value) => typeof value !== "string");
  if (numbers.length === values.length) return numberedLabels(numbers, file, options, names);
  if (options.classNames === undefined) {
    const name = shorten(String(values.find((value) => typeof value === "string")), 40);
    throw new DataError(
      file,
      `expected labels that are whole numbers, got ${name}; --class-names says which number a name has`,
    );
  }
  const places = new Map<string, number>();
  const ids = values.map((value) => {
    const name = String(value);
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  });
  return namedLabels(ids, [...places.keys()], file, options);
}
