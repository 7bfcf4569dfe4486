import { DataError, formatShape, shorten } from "@evalpool/errors";
import { numberedLabels, type LabelOptions, type Labels } from "../../labels.js";
import type { ArrayFile } from "./array-file.js";
import { readArray, type WholeArray } from "./read-array.js";

/** Bytes that labels may take as they are stored. */
const MOST_BYTES = 2 ** 30;

/** Labels, and the digest of what they were read from. */
export interface DigestedLabels extends Labels {
  readonly sha256: string;
}

/**
 * Reads labels: whole numbers of any type, of shape `[N]` or `[N, 1]`, or rows `[N, classes]` of
 * which one element is 1 and the others are 0.
 *
 * @param count of the images
 * @param names of the classes, where the data set says them
 * @throws {DataError} when they are of other images, or no labels
 */
export async function readLabels(
  array: ArrayFile,
  count: number,
  options: LabelOptions,
  names?: readonly string[],
): Promise<DigestedLabels> {
  const { told, shape } = array;
  const [rows = 0, columns = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || columns === 0) {
    const got = `got shape ${shorten(formatShape(shape))}`;
    throw new DataError(told, `expected labels of shape (N,), (N,1) or (N,classes), ${got}`);
  }
  if (rows !== count) throw new DataError(told, `${rows} labels for ${count} images`);
  const whole = await readArray(array, MOST_BYTES);
  const { sha256 } = whole;
  if (columns === 1) return { ...numberedLabels(whole.data, told, options, names), sha256 };
  // A place among columns begins at 0, whatever number its class has elsewhere.
  const { labelsFrom = 0 } = options;
  const places = placesOfOnes(whole, columns, told).map((place) => place + labelsFrom);
  const labels = numberedLabels(places, told, options, names);
  return { ...labels, classes: Math.max(labels.classes, columns), sha256 };
}

function placesOfOnes({ data, shape }: WholeArray, columns: number, told: string): number[] {
  const [rows = 0] = shape;
  return Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    const isOneHot = values.every((value) => value === 0 || value === 1);
    const place = values.indexOf(1);
    if (isOneHot && place !== -1 && place === values.lastIndexOf(1)) return place;
    const expected = `expected one label a row, or ${columns} of which one is 1 and the others 0`;
    throw new DataError(told, `${expected}, got others in row ${row}`);
  });
}
