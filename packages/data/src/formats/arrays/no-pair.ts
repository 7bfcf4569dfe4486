import { DataError, shorten } from "@evalpool/errors";

const TOLD = 6;

/**
 * That there are no images with labels among arrays.
 *
 * @param example what the two would be called
 */
export function noPair(file: string, names: readonly string[], example: string): DataError {
  const told = names.slice(0, TOLD).map((name) => shorten(name, 40));
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
  const got = names.length === 0 ? "none" : `${told.join(", ")}${more}`;
  return new DataError(file, `expected arrays of images and labels, as ${example}, got ${got}`);
}
