import { integersOf, isBatch } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";

/** Parts that lie apart in what they are taken of, at most, to be put together again. */
const MOST_PARTS = 64;

/** What `Slice` says of one axis, as the file has it. */
export interface SliceOfAxis {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** The bounds of a `Slice`: inputs from opset 10 on. */
export function slicesOf(node: NodeLowering): readonly SliceOfAxis[] {
  const { attributes, opset } = node;
  const listed = (index: number, name: string): readonly number[] | undefined => {
    if (opset < 10) return attributes.ints(name);
    const constant = node.optionalConstant(index);
    return constant && integersOf(constant, name);
  };
  const [starts, ends] = [listed(1, "starts"), listed(2, "ends")];
  if (starts === undefined || ends === undefined) throw new Malformed("expected starts and ends");
  const axes = listed(3, "axes") ?? [...starts.keys()];
  const steps = opset < 10 ? undefined : listed(4, "steps");
  if ([...starts, ...ends].some(isBatch)) throw new NotLifted("takes a part by the batch");
  const lists = [ends, axes, steps ?? starts];
  if (lists.some((list) => list.length !== starts.length)) {
    throw new Malformed("expected as many starts as ends, axes and steps");
  }
  return axes.map((axis, i) => ({
    axis,
    start: starts[i] ?? 0,
    end: ends[i] ?? 0,
    step: steps?.[i] ?? 1,
  }));
}

/** Indices in steps: listed where they are few, for an axis may be of any length. */
interface Range {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** The indices of a slice of an axis, as Python has it. */
export function rangeOf({ start, end, step }: SliceOfAxis, length: number): Range {
  if (!Number.isInteger(step) || step === 0) throw new Malformed(`expected steps, got ${step}`);
  const least = step > 0 ? 0 : -1;
  const most = step > 0 ? length : length - 1;
  const bound = (at: number): number => {
    const whole = at < 0 ? at + length : at;
    return Math.min(Math.max(whole, least), most);
  };
  const [first, to] = [bound(start), bound(end)];
  return { first, count: Math.max(0, Math.ceil((to - first) / step)), step };
}

export function lowerSlice(node: NodeLowering): Flow {
  const x = node.flow(0);
  const rank = node.rank(x);
  return slicesOf(node).reduce((part, said) => {
    // All examples, whatever their number.
    const isWhole = said.start === 0 && said.step === 1 && said.end >= 2 ** 31 - 1;
    if (isWhole && resolveAxis(said.axis, rank) < node.batch) return part;
    const axis = node.axis(said.axis, rank);
    const range = rangeOf(said, part.shape[axis] ?? 1);
    const { first, count, step } = range;
    if (count === 0) throw new NotCovered("of nothing");
    if (step === 1) return node.slice(part, axis, first, first + count);
    if (step > 1 && axis > 0 && part.shape.length === 3) return strided(node, part, axis, range);
    if (count > MOST_PARTS) throw new NotCovered(`${count} parts`);
    const picked = Array.from({ length: count }, (_, i) => first + i * step);
    return pick(node, part, axis, picked);
  }, x);
}

/** Every other row or column of maps, as a pool of one pixel has it. */
function strided(node: NodeLowering, x: Flow, axis: number, { first, count, step }: Range): Flow {
  const part = node.slice(x, axis, first, first + (count - 1) * step + 1);
  return node.emit("maxPool2d", [part], {
    kernel: [1, 1],
    strides: axis === 1 ? [step, 1] : [1, step],
    padding: [0, 0, 0, 0],
    dilations: [1, 1],
    ceilMode: false,
  });
}

/** `Gather` of a vector of indices, or of one, which takes its axis away. */
export function lowerGather(node: NodeLowering): Flow {
  const x = node.flow(0);
  const indices = node.constant(1);
  const axis = node.axis(node.attributes.int("axis", 0), node.rank(x));
  if (indices.type !== "integer") throw new Malformed("expected integers as indices");
  if (indices.data.some(isBatch)) throw new NotLifted("looks up the number of examples");
  if (indices.shape.length > 1) throw new NotCovered("indices of more than one axis");
  const length = x.shape[axis] ?? 1;
  const part = pick(
    node,
    x,
    axis,
    Array.from(indices.data, (index) => resolveAxis(index, length)),
  );
  return indices.shape.length === 1 ? part : node.reshape(part, x.shape.toSpliced(axis, 1));
}

/** `Split`: parts of lengths that are told, or of one length. */
export function lowerSplit(node: NodeLowering): readonly Flow[] {
  const x = node.flow(0);
  const axis = node.axis(node.attributes.int("axis", 0), node.rank(x));
  const lengths = splitOf(node, x.shape[axis] ?? 1);
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return node.slice(x, axis, start - length, start);
  });
}

function splitOf(node: NodeLowering, length: number): readonly number[] {
  const { attributes, opset, outputs } = node;
  const constant = node.optionalConstant(1);
  const told = opset < 13 ? attributes.ints("split") : constant && integersOf(constant, "split");
  const count = attributes.int("num_outputs", outputs);
  if (count !== outputs) throw new Malformed(`expected ${count} outputs, got ${outputs}`);
  const most = Math.ceil(length / count);
  // The last is shorter where they cannot all be of one length.
  const equal = Array.from({ length: count }, (_, i) => Math.min(most, length - i * most));
  const lengths = told ?? equal;
  const sum = lengths.reduce((a, b) => a + b, 0);
  const isUneven = told === undefined && opset < 18 && length % count !== 0;
  if (lengths.length !== outputs || sum !== length || isUneven || !lengths.every((n) => n > 0)) {
    throw new Malformed(`cannot split ${length} into ${lengths.join(",")} for ${outputs} outputs`);
  }
  return lengths;
}

/** What lies at indices of an axis, in their order. */
function pick(node: NodeLowering, x: Flow, axis: number, picked: readonly number[]): Flow {
  if (picked.length === 0) throw new NotCovered("of nothing");
  const starts = picked.flatMap((index, i) => (index - 1 === picked[i - 1] ? [] : i));
  if (starts.length > MOST_PARTS) throw new NotCovered(`${starts.length} parts`);
  const parts = starts.map((at, i) => {
    const first = picked[at] ?? 0;
    const length = (starts[i + 1] ?? picked.length) - at;
    return node.slice(x, axis, first, first + length);
  });
  const [only = x, ...more] = parts;
  return more.length === 0 ? only : node.emit("concat", parts, { axis });
}
