import type { IndexedSource } from "@evalpool/data";
import { MOST_CLASSES } from "../most-classes.js";
import type { Row } from "./row.js";

/** What was predicted, by index. */
export interface FilePredictions {
  readonly classes: number;
  /** `[images]` */
  readonly predictions: Uint32Array;
  /** `[images, classes]`, where they are known. */
  readonly probabilities?: Float64Array;
}

/** Takes rows in any order. Both throw RangeErrors that say what is wrong. */
interface RowCollector {
  add(row: Row): void;
  /** Once all are there of the first `images`. */
  finish(images: number): FilePredictions;
}

/** Probabilities that are held: 1 GiB. */
const MOST_VALUES = 2 ** 27;
/** How far the sum of an image's probabilities may be from 1, each being rounded. */
const ROUNDING = 1e-3;
/** By so much what is predicted is put above what is as probable as printed. */
const ABOVE = 1 + 1e-12;

/** @param source whose images they are of */
export function collectRows({ count, labels, classes: labelled }: IndexedSource): RowCollector {
  const isThere = new Uint8Array(count);
  const predictions = new Uint32Array(count);
  let probabilities: Float64Array | undefined;
  /** Of the first row, which all others are like. */
  let width: number | undefined;

  function begin(row: Row): number {
    const { probabilities: given } = row;
    if (given === undefined) return 0;
    requireClass("class", given.length - 1);
    if (given.length < labelled) {
      const expected = `probabilities: expected at least ${labelled}, as there are classes of labels`;
      throw new RangeError(`${expected}, got ${given.length}`);
    }
    if (count * given.length > MOST_VALUES) {
      const most = Math.floor(MOST_VALUES / given.length);
      throw new RangeError(
        `expected at most ${most} images of ${given.length} classes, got ${count}`,
      );
    }
    probabilities = new Float64Array(count * given.length);
    return given.length;
  }

  return {
    add(row) {
      const { index, label, prediction } = row;
      if (index >= count) throw new RangeError(`index: expected 0 to ${count - 1}, got ${index}`);
      if (isThere[index]) throw new RangeError(`index: ${index} is there twice`);
      if (label !== undefined && label !== labels[index]) {
        throw new RangeError(`label: expected ${labels[index]}, as the data set has, got ${label}`);
      }
      width ??= begin(row);
      const got = row.probabilities?.length ?? 0;
      if (got !== width) {
        throw new RangeError(`probabilities: expected ${width}, as in the first row, got ${got}`);
      }
      const largest = row.probabilities && likeliest(row.probabilities, prediction);
      const predicted = prediction ?? largest;
      if (predicted === undefined) throw new RangeError("expected prediction or probabilities");
      requireClass("prediction", predicted);
      isThere[index] = 1;
      predictions[index] = predicted;
      if (row.probabilities && probabilities) {
        const at = index * width;
        probabilities.set(row.probabilities, at);
        // Of equals, as printed, the first would be taken.
        probabilities[at + predicted] = (row.probabilities[predicted] ?? 0) * ABOVE;
      }
    },
    finish(images) {
      const missing = isThere.subarray(0, images).indexOf(0);
      if (missing !== -1) {
        const hint = missing > 0 ? `; --limit ${missing} evaluates those before it` : "";
        throw new RangeError(
          `expected a row for each of ${images} images, got none of index ${missing}${hint}`,
        );
      }
      const most = predictions.reduce((a, b) => Math.max(a, b), 0);
      const classes = width || Math.max(labelled, most + 1);
      return { classes, predictions, ...(probabilities && { probabilities }) };
    },
  };
}

function requireClass(what: string, value: number): void {
  if (value < MOST_CLASSES) return;
  throw new RangeError(`${what}: expected 0 to ${MOST_CLASSES - 1}, got ${value}`);
}

/** Which is the largest. @throws {RangeError} when they are no probabilities, or another is predicted */
function likeliest(probabilities: readonly number[], prediction: number | undefined): number {
  const sum = probabilities.reduce((a, b) => a + b);
  if (Math.abs(sum - 1) > ROUNDING) {
    throw new RangeError(`probabilities: expected a sum of 1, got ${Number(sum.toPrecision(7))}`);
  }
  const largest = Math.max(...probabilities);
  const first = probabilities.indexOf(largest);
  if (prediction === undefined || probabilities[prediction] === largest) return first;
  const expected = `${first}, of the largest probability ${largest}`;
  throw new RangeError(`prediction: expected ${expected}, got ${prediction}`);
}
