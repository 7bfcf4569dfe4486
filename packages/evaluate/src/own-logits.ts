import { shorten } from "@evalpool/errors";
import type { OwnPredictor } from "./own-predictor.js";

/** How far the sum of an image's probabilities may be from 1: those of half precision are. */
const MOST_OFF = 0.01;
/** Rows of logits that all look like probabilities, to within float32, before they are taken for them. */
const SUSPECT_ROWS = 8;
const SUSPECT_OFF = 1e-5;

/**
 * Copies what a predictor gave for `count` images as logits: of probabilities the logarithms, whose
 * softmax they are once their sum is 1.
 *
 * @param into `[≥ count, classes]`
 * @throws {RangeError} that says what is wrong with it, and with which image from the `first` on
 */
export function copyLogits(
  into: Float64Array,
  given: unknown,
  { count, classes, first }: { count: number; classes: number; first: number },
  gives: OwnPredictor["gives"],
): void {
  const values = requireNumbers(given, count * classes, `${count} × ${classes}`);
  let suspects = 0;
  for (let row = 0; row < count; row++) {
    let [sum, least] = [0, Infinity];
    for (let i = row * classes; i < (row + 1) * classes; i++) {
      const value = values[i];
      if (typeof value !== "number" || !Number.isFinite(value)) {
        throw new RangeError(
          `expected finite ${gives}, got ${tell(value)} for image ${first + row}`,
        );
      }
      sum += value;
      least = Math.min(least, value);
      into[i] = gives === "logits" ? value : Math.log(value);
    }
    if (gives === "logits") {
      if (least >= 0 && Math.abs(sum - 1) <= SUSPECT_OFF) suspects++;
    } else if (least < 0 || Math.abs(sum - 1) > MOST_OFF) {
      const got = least < 0 ? `${least} among them` : `a sum of ${Number(sum.toPrecision(7))}`;
      throw new RangeError(
        `expected probabilities, of the sum 1, got ${got} for image ${first + row}; ` +
          'of what softmax has not been taken say gives: "logits"',
      );
    }
  }
  if (classes === 1 || suspects < Math.max(count, SUSPECT_ROWS)) return;
  throw new RangeError(
    'expected logits, got what is never below 0 and of the sum 1 for each image; say gives: "probabilities"',
  );
}

function requireNumbers(given: unknown, length: number, shape: string): ArrayLike<unknown> {
  if (typeof given !== "object" || given === null || !("length" in given)) {
    throw new RangeError(`expected an array of ${shape} numbers, got ${tell(given)}`);
  }
  if (given.length !== length) {
    throw new RangeError(
      `expected one array of ${shape} = ${length} numbers, got ${String(given.length)}`,
    );
  }
  return given as ArrayLike<unknown>;
}

function tell(value: unknown): string {
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (typeof value === "string") return `the string ${JSON.stringify(shorten(value, 40))}`;
  if (typeof value === "object" && value !== null)
    return `an ${value.constructor?.name ?? "object"}`;
  return typeof value === "function" ? "a function" : shorten(String(value), 40);
}
