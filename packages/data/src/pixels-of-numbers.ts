import { DataError } from "@evalpool/errors";

/** Numbers of any type that arrays are stored in. */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * What numbers say as pixels: `bytes`, whole numbers from 0 to 255; `parts`, floats that are such
 * divided by 255; `unit`, other floats from 0 to 1; else `numbers` of any meaning.
 */
export type PixelMeaning = "bytes" | "parts" | "unit" | "numbers";

/** Finds out what numbers say, from all of them in turn. */
export interface PixelScan {
  /** @throws {DataError} when one is not finite */
  readonly add: (numbers: Numbers) => void;
  readonly meaning: () => PixelMeaning;
}

/** How far a float of 32 bits that was k / 255 may be off, times 255. */
const ROUNDING = 1e-4;

/** @param file for the error */
export function scanPixels(file: string): PixelScan {
  let isFloats = false;
  let [isBytes, isParts] = [true, true];
  let [least, most] = [Infinity, -Infinity];
  let seen = 0;
  return {
    add(numbers) {
      if (numbers instanceof Uint8Array) {
        isParts = false;
        return;
      }
      isFloats ||= numbers instanceof Float32Array || numbers instanceof Float64Array;
      for (let i = 0; i < numbers.length; i++) {
        const value = numbers[i]!;
        if (value < least) least = value;
        if (value > most) most = value;
        if (isBytes && !(value >= 0 && value <= 255 && Number.isInteger(value))) isBytes = false;
        if (isParts && Math.abs(value * 255 - Math.round(value * 255)) > ROUNDING) isParts = false;
        if (!Number.isFinite(value)) {
          throw new DataError(file, `expected finite pixels, got ${value} at element ${seen + i}`);
        }
      }
      seen += numbers.length;
    },
    meaning() {
      // Of floats 0 and 1 are black and white, not two bytes that are hardly seen.
      if (isFloats && least >= 0 && most <= 1) return isParts ? "parts" : "unit";
      return isBytes ? "bytes" : "numbers";
    },
  };
}

/** Numbers as the elements of images: uint8, or the bytes of float32 for `unit` and `numbers`. */
export function toPixels(numbers: Numbers, meaning: PixelMeaning): Uint8Array {
  if (meaning === "bytes") {
    return numbers instanceof Uint8Array ? numbers : new Uint8Array(numbers);
  }
  if (meaning === "parts") return partsToBytes(numbers);
  const floats = numbers instanceof Float32Array ? numbers : new Float32Array(numbers);
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** In a loop: `Uint8Array.from` takes 50 times as long. */
function partsToBytes(parts: Numbers): Uint8Array {
  const bytes = new Uint8Array(parts.length);
  for (let i = 0; i < parts.length; i++) bytes[i] = Math.round(parts[i]! * 255);
  return bytes;
}

/** What images of such numbers are stored as. */
export function elementOf(meaning: PixelMeaning): { element: "uint8" | "float32"; white?: 1 } {
  if (meaning === "unit") return { element: "float32", white: 1 };
  return { element: meaning === "numbers" ? "float32" : "uint8" };
}
