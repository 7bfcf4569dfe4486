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
  const places = new Map<string, number>();
  const ids = values.map((value) => {
    const name = String(value);
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  });
  return namedLabels(ids, [...places.keys()], file, options);
}
