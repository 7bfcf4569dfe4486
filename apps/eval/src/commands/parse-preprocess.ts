import { InvalidArgumentError } from "commander";

/** To how many pixels images are brought. */
export interface SaidResize {
  readonly height: number;
  readonly width: number;
  readonly crop?: boolean;
}

/** As a spec's may be: beyond, pixels would be no numbers. */
const [LEAST, MOST] = [1e-30, 1e30];
const LARGEST_SIDE = 4096;
const MOST_CHANNELS = 4;

/** For a commander option: a number above 0, or a ratio of two, as 1/255. */
export function ratio(text: string): number {
  const [above = "", below = "1", ...more] = text.split("/");
  const value = Number(above) / Number(below);
  const isNumber = above.trim() !== "" && below.trim() !== "" && more.length === 0;
  if (isNumber && value >= LEAST && value <= MOST) return value;
  throw new InvalidArgumentError("Expected a number above 0, or a ratio such as 1/255.");
}

/** For a commander option: a number for all channels, or one for each, as 0.485,0.456,0.406. */
export function listOfNumbers(kind: "any" | "positive"): (text: string) => number[] {
  return (text) => {
    const values = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
    const isGood = (value: number): boolean =>
      Math.abs(value) <= MOST && (kind === "any" || value >= LEAST);
    if (values.length <= MOST_CHANNELS && values.every(isGood)) return values;
    const what = kind === "any" ? "a number" : "a number above 0";
    throw new InvalidArgumentError(
      `Expected ${what}, or one for each channel with commas between.`,
    );
  };
}

/** For a commander option: `HxW`, or `HxW:crop`. */
export function resize(text: string): SaidResize {
  const [, height = "", width = "", crop] = /^(\d{1,9})[x×](\d{1,9})(:crop)?$/.exec(text) ?? [];
  const sides = [Number(height), Number(width)] as const;
  if (sides.every((side) => side >= 1 && side <= LARGEST_SIDE)) {
    return { height: sides[0], width: sides[1], ...(crop !== undefined && { crop: true }) };
  }
  const bound = `height and width from 1 to ${LARGEST_SIDE.toLocaleString("en-US")}`;
  throw new InvalidArgumentError(`Expected ${bound}, as 28x28 or 224x224:crop.`);
}
