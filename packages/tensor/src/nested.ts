import { ShapeError, tellValue, UsageError } from "@evalpool/errors";
import { isFloat, type DType } from "./dtype.js";

/** Numbers in nested arrays, as deep as the tensor's rank. */
export type Nested = number | readonly Nested[];

/** As many as NumPy has. */
const MOST_AXES = 64;

/**
 * The numbers in their order, and the shape that they are nested in: arrays of one depth have one
 * length.
 *
 * @throws {UsageError} when there is anything but numbers
 * @throws {ShapeError} when they have several, with NumPy's message
 */
export function unnest(values: Nested): { numbers: readonly number[]; shape: number[] } {
  const shape: number[] = [];
  let level: readonly Nested[] = [values];
  requireNumbers(level);
  while (level.some(Array.isArray)) {
    const lengths = new Set(level.map((value) => (typeof value === "number" ? -1 : value.length)));
    if (lengths.size > 1) {
      refuse(
        shape,
        `The requested array has an inhomogeneous shape after ${shape.length} dimensions. ` +
          `The detected shape was ${formatTuple(shape)} + inhomogeneous part.`,
      );
    }
    if (shape.length === MOST_AXES) {
      refuse(
        shape,
        `The requested array would exceed the maximum number of dimension of ${MOST_AXES}.`,
      );
    }
    shape.push(...lengths);
    level = level.flat();
    requireNumbers(level);
  }
  return { numbers: level as readonly number[], shape };
}

/** For callers without types: of text, an array of numbers makes NaN, or a number that it may spell. */
function requireNumbers(level: readonly unknown[]): void {
  const odd = level.findIndex((value) => typeof value !== "number" && !Array.isArray(value));
  if (odd === -1) return;
  throw new UsageError(`tensor: expected numbers in nested arrays, got ${tellValue(level[odd])}`);
}

function refuse(shape: readonly number[], problem: string): never {
  throw new ShapeError("tensor", [shape], `setting an array element with a sequence. ${problem}`);
}

/** As Python writes it: `(2, 3)`. */
function formatTuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

const bounds = { uint8: [0, 255], int32: [-(2 ** 31), 2 ** 31 - 1] } as const;

/**
 * Checks that a dtype holds these numbers: an integer one, whose fractions are cut off, not all of
 * them.
 *
 * @throws {RangeError} with NumPy's message for Python's numbers
 */
export function requireHeld(numbers: readonly number[], dtype: DType): void {
  if (isFloat(dtype)) return;
  const [least, most] = bounds[dtype];
  for (const number of numbers) {
    const whole = Math.trunc(number);
    if (!(whole >= least && whole <= most)) throw new RangeError(reasonAgainst(whole, dtype));
  }
}

function reasonAgainst(whole: number, dtype: DType): string {
  if (Number.isNaN(whole)) return "cannot convert float NaN to integer";
  if (!Number.isFinite(whole)) return "cannot convert float infinity to integer";
  const isLong = whole >= -(2 ** 63) && whole < 2 ** 63;
  if (!isLong) return "Python int too large to convert to C long";
  return `Python integer ${BigInt(whole)} out of bounds for ${dtype}`;
}
