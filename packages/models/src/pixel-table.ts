import type { Preprocess } from "./preprocess.js";
import type { Shape } from "./shape.js";

interface PixelScale {
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * The input that each byte is, `[channels, 256]`, or `[1, 256]` where all channels have the same:
 * `(v · scale − mean) / std` in float64, rounded once.
 */
export function pixelTable(preprocess: Preprocess, channels: number): Float32Array {
  const { scale, mean, std } = scaleOf(preprocess);
  const tables = mean.length > 1 || std.length > 1 ? channels : 1;
  const table = new Float32Array(tables * 256);
  for (let c = 0; c < tables; c++) {
    const [from, by] = [of(mean, c), of(std, c)];
    for (let v = 0; v < 256; v++) table[c * 256 + v] = (v * scale - from) / by;
  }
  return table;
}

/** What bytes are divided by, where that is all that becomes of them. */
export function divisorOf(preprocess: Preprocess): number | undefined {
  const { scale, mean, std } = scaleOf(preprocess);
  const [by = 1, ...more] = std;
  if (more.length > 0 || mean.some((value) => value !== 0)) return undefined;
  return by / scale;
}

/** The same, and then divided once more. */
export function dividedBy(preprocess: Preprocess, divisor: number): Preprocess {
  const { mean, std, scale = 1 } = preprocess;
  if (mean === undefined && std === undefined) return { ...preprocess, scale: scale / divisor };
  return { ...preprocess, std: (std ?? [1]).map((value) => value * divisor) };
}

/** The same, and then `x · factor + offset`, of one for all channels or one for each. */
export function scaledAndShifted(
  preprocess: Preprocess,
  factors: readonly number[],
  offsets: readonly number[],
): Preprocess {
  const { mean, std } = scaleOf(preprocess);
  const length = Math.max(mean.length, std.length, factors.length, offsets.length);
  const each = (value: (c: number) => number): number[] =>
    Array.from({ length }, (_, c) => value(c));
  return {
    ...preprocess,
    // ((v·s - m) / d)·f + o is (v·s - (m - o·d/f)) / (d/f).
    mean: each((c) => of(mean, c) - (of(offsets, c) * of(std, c)) / of(factors, c)),
    std: each((c) => of(std, c) / of(factors, c)),
  };
}

/** Whether what bytes are multiplied by is far from 0 and infinity, as float32 has them. */
export function isOrdinary(preprocess: Preprocess): boolean {
  const { scale, mean, std } = scaleOf(preprocess);
  const isNumber = (value: number): boolean => Math.abs(value) < 1e30;
  return std.every((by) => isNumber(by / scale) && isNumber(scale / by)) && mean.every(isNumber);
}

function scaleOf({ scale = 1, mean = [0], std = [1] }: Preprocess): PixelScale {
  return { scale, mean, std };
}

function of(values: readonly number[], channel: number): number {
  return values[channel] ?? values[0] ?? 0;
}

/** How many channels the images have that an input is made of; 1 where that is not known. */
export function channelsOf([first = 1, ...more]: Shape, { image }: Preprocess): number {
  return image?.[0] ?? (more.length === 2 ? first : 1);
}
