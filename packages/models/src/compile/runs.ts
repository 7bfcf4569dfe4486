import { EvalpoolError } from "@evalpool/errors";
import { channelStride, size, type MapShape, type Runs } from "@evalpool/tensor";
import type { Shape } from "../shape.js";

/*
 * Which floats of a row go where in another, as `Backend.move` takes it: neighbours that stay
 * neighbours are one run.
 */

/** Runs of one row, at most: of twelve bytes each, for every thread. */
const MOST_RUNS = 2 ** 24;
/** Values, or pixels, that are looked at one by one: more would take many seconds. */
const MOST_VALUES = 2 ** 26;

/** Room for so many runs. @throws {EvalpoolError} when they are too many */
function roomFor(count: number): Int32Array<ArrayBuffer> {
  requireAtMost(MOST_RUNS, "runs of values", count);
  return new Int32Array(3 * count);
}

/** @throws {EvalpoolError} */
function requireAtMost(most: number, what: string, got: number): void {
  if (got <= most) return;
  const [expected, found] = [most, got].map((n) => n.toLocaleString("en-US"));
  const reason = `expected at most ${expected} ${what} to be put into another order, got ${found}`;
  throw new EvalpoolError("model", `${reason}; smaller feature maps need less`);
}

/** @param sources for each float of a row, from where it is taken; negative for nowhere */
function toRuns(length: number, sources: (to: number) => number): Runs {
  requireAtMost(MOST_VALUES, "values", length);
  const walk = (onRun: (from: number, to: number, length: number) => void): void => {
    for (let to = 0; to < length;) {
      const from = sources(to);
      let end = to + 1;
      while (end < length && from >= 0 && sources(end) === from + end - to) end++;
      if (from >= 0) onRun(from, to, end - to);
      to = end;
    }
  };
  let count = 0;
  walk(() => count++);
  const runs = roomFor(count);
  let at = 0;
  walk((from, to, run) => {
    runs.set([from, to, run], at);
    at += 3;
  });
  return runs;
}

/** So many runs, each told by its number. */
function runsOf(count: number, run: (index: number) => [from: number, to: number, length: number]) {
  const runs = roomFor(count);
  for (let i = 0; i < count; i++) runs.set(run(i), 3 * i);
  return runs;
}

/** Of a row-major row whose axes are put into another order. */
export function runsOfTransposed(shape: Shape, permutation: readonly number[]): Runs {
  const steps = permutation.map((axis) => size(shape.slice(axis + 1)));
  return runsAlong(
    permutation.map((axis) => shape[axis] ?? 1),
    steps,
  );
}

/** Of a row-major row that is repeated along axes, as NumPy broadcasts it. */
export function runsOfBroadcast(from: Shape, to: Shape): Runs {
  const missing = to.length - from.length;
  const steps = to.map((_, axis) => {
    const length = from[axis - missing] ?? 1;
    return length === 1 ? 0 : size(from.slice(axis - missing + 1));
  });
  return runsAlong(to, steps);
}

/** @param steps from one value to the next along each axis, in the source */
function runsAlong(shape: Shape, steps: readonly number[]): Runs {
  return toRuns(size(shape), (to) => {
    let from = 0;
    for (let axis = shape.length - 1, rest = to; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      from += (rest % length) * (steps[axis] ?? 0);
      rest = Math.floor(rest / length);
    }
    return from;
  });
}

/** Of a row-major row that becomes a part of another along an axis. */
export function runsOfPart(part: Shape, whole: Shape, axis: number, start: number): Runs {
  const inner = size(part.slice(axis + 1));
  const length = (part[axis] ?? 1) * inner;
  const step = (whole[axis] ?? 1) * inner;
  const outer = size(part.slice(0, axis));
  return runsOf(outer, (o) => [o * length, o * step + start * inner, length]);
}

/** Of the part of a row-major row along an axis that becomes a row of its own. */
export function runsOfWhole(whole: Shape, part: Shape, axis: number, start: number): Runs {
  const inner = size(part.slice(axis + 1));
  const length = (part[axis] ?? 1) * inner;
  const step = (whole[axis] ?? 1) * inner;
  const outer = size(part.slice(0, axis));
  return runsOf(outer, (o) => [o * step + start * inner, o * length, length]);
}

/** Of the channels of maps, from `start` on, that become maps of their own. */
export function runsOfChannelPart(from: MapShape, to: MapShape, start: number): Runs {
  const [step, stride] = [channelStride(from.channels), channelStride(to.channels)];
  return runsOf(to.height * to.width, (pixel) => [
    pixel * step + start,
    pixel * stride,
    to.channels,
  ]);
}

/** Of so many channels that become channels of other maps, from `start` on. */
export function runsOfChannels(to: MapShape, channels: number, start: number): Runs {
  const [from, stride] = [channelStride(channels), channelStride(to.channels)];
  const pixels = to.height * to.width;
  // Whole maps are one run.
  if (channels === to.channels) return Int32Array.of(0, 0, pixels * stride);
  return runsOf(pixels, (pixel) => [pixel * from, pixel * stride + start, channels]);
}

/**
 * Of maps that become a part of larger ones.
 *
 * @param sources the pixel that each place of the larger is; negative for nowhere
 */
export function runsOfPadded(
  from: MapShape,
  to: MapShape,
  sources: (row: number, column: number) => number,
): Runs {
  const stride = channelStride(from.channels);
  return toRuns(to.height * to.width, (at) =>
    sources(Math.floor(at / to.width), at % to.width),
  ).map((pixels) => pixels * stride);
}

/** From a row-major row to maps. */
export function runsToMaps({ channels, height, width }: MapShape): Runs {
  const [stride, pixels] = [channelStride(channels), height * width];
  return toRuns(pixels * stride, (to) => {
    const channel = to % stride;
    return channel < channels ? channel * pixels + Math.floor(to / stride) : -1;
  });
}

/** From maps to a row-major row. */
export function runsToRow({ channels, height, width }: MapShape): Runs {
  const [stride, pixels] = [channelStride(channels), height * width];
  return toRuns(pixels * channels, (to) => (to % pixels) * stride + Math.floor(to / pixels));
}
