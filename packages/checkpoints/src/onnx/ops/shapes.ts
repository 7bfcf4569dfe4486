import { isShape } from "@evalpool/arrays";
import { size } from "@evalpool/tensor";
import { integersOf, isBatch } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";
import { constantFlow } from "./affine.js";

/** `Flatten`: axes up to one, and from there on, are one each. */
export function lowerFlatten(node: NodeLowering): Flow {
  const x = node.flow(0);
  const rank = node.rank(x);
  const said = node.attributes.int("axis", 1);
  const axis = said === rank ? rank : resolveAxis(said, rank);
  if (node.batch === 0) {
    return node.reshape(x, [size(x.shape.slice(0, axis)), size(x.shape.slice(axis))]);
  }
  if (axis !== 1) throw new NotLifted("makes one axis of the batch and others");
  return node.reshape(x, [size(x.shape)]);
}

/** `Reshape`: 0 keeps an axis as it is, -1 is worked out. */
export function lowerReshape(node: NodeLowering): Flow {
  const x = node.flow(0);
  const said = integersOf(node.constant(1), "shape");
  const allowsZero = node.attributes.flag("allowzero", false);
  const before = node.batch === 1 ? [NaN, ...x.shape] : x.shape;
  const target = said.map((length, axis) =>
    length === 0 && !allowsZero ? (before[axis] ?? badReshape(said)) : length,
  );
  if (node.batch === 0) return node.reshape(x, resolved(target, size(x.shape)));
  const [first, ...more] = target;
  // As one example has it, whatever stands for the batch: the number that it has, or the rest.
  const isKept = isBatch(first) || first === (node.builder.examples ?? 1) || first === -1;
  if (!isKept || more.some(isBatch)) throw new NotLifted("moves the batch");
  return node.reshape(
    x,
    resolved(more, size(x.shape), () => new NotLifted("mixes examples")),
  );
}

function resolved(
  target: readonly number[],
  values: number,
  error: () => Error = () => badShape(target, values),
): number[] {
  const known = size(target.filter((length) => length !== -1));
  const shape = target.map((length) => (length === -1 ? values / known : length));
  const isWhole = shape.every((length) => Number.isSafeInteger(length) && length > 0);
  if (target.filter((length) => length === -1).length > 1 || !isWhole || size(shape) !== values) {
    throw error();
  }
  return shape;
}

function badShape(target: readonly number[], values: number): Error {
  return new Malformed(`cannot reshape ${values} values into (${target.join(",")})`);
}

function badReshape(target: readonly number[]): never {
  throw new Malformed(`there is no axis for each 0 of (${target.join(",")})`);
}

export function lowerTranspose(node: NodeLowering): Flow {
  const x = node.flow(0);
  const rank = node.rank(x);
  const all = Array.from({ length: rank }, (_, axis) => axis);
  const permutation = node.attributes.ints("perm") ?? all.toReversed();
  if (permutation.toSorted((a, b) => a - b).join() !== all.join()) {
    throw new Malformed(`expected each of ${rank} axes once, got perm ${permutation.join(",")}`);
  }
  if (node.batch === 0) return node.transpose(x, permutation);
  const [first, ...more] = permutation;
  if (first !== 0) throw new NotLifted("moves the batch");
  return node.transpose(
    x,
    more.map((axis) => axis - 1),
  );
}

/** The axes that a node says: an attribute, or an input from some opset on. */
export function axesOf(node: NodeLowering, inputSince: number): readonly number[] | undefined {
  if (node.opset < inputSince) return node.attributes.ints("axes");
  const constant = node.optionalConstant(1);
  return constant && integersOf(constant, "axes");
}

export function lowerSqueeze(node: NodeLowering): Flow {
  const x = node.flow(0);
  const said = axesOf(node, 13);
  if (said === undefined && node.batch === 1 && (node.builder.examples ?? 1) === 1) {
    throw new NotLifted("takes the batch away");
  }
  const gone = said?.map((axis) => node.axis(axis, node.rank(x)));
  const isGone = (length: number, axis: number): boolean => gone?.includes(axis) ?? length === 1;
  const odd = gone?.find((axis) => x.shape[axis] !== 1);
  if (odd !== undefined) throw new Malformed(`axis ${odd} of (${x.shape.join(",")}) is not 1`);
  return node.reshape(
    x,
    x.shape.filter((length, axis) => !isGone(length, axis)),
  );
}

export function lowerUnsqueeze(node: NodeLowering): Flow {
  const x = node.flow(0);
  const said = axesOf(node, 13) ?? [];
  const rank = node.rank(x) + said.length;
  const shape = unsqueezed(
    x.shape,
    said.map((axis) => node.axis(axis, rank)),
  );
  return node.reshape(x, shape);
}

/** With axes of length 1 where they are to be. */
export function unsqueezed(shape: readonly number[], axes: readonly number[]): number[] {
  if (new Set(axes).size < axes.length) throw new Malformed("an axis is named twice");
  const left = [...shape];
  const length = shape.length + axes.length;
  if (!isShape([...shape, ...axes.map(() => 1)])) throw new NotCovered(`to ${length} axes`);
  return Array.from({ length }, (_, axis) => (axes.includes(axis) ? 1 : (left.shift() ?? 1)));
}

/** `Concat` of values, and of constants among them. */
export function lowerConcat(node: NodeLowering): Flow {
  const x = node.inputs.find((input) => input?.kind === "flow");
  if (x === undefined) throw new Malformed("expected values to put together");
  const axis = node.axis(node.attributes.int("axis", 1), node.rank(x));
  const parts = node.inputs.map((input): Flow => {
    if (input === undefined) throw new Malformed("expected no input to be left out");
    if (input.kind === "flow") return input;
    if (node.batch === 0) return constantFlow(node, input, input.shape, x);
    if (input.shape[0] !== 1 || (node.builder.examples ?? 1) !== 1) {
      throw new NotLifted("has a constant for each example");
    }
    return constantFlow(node, input, input.shape.slice(1), x);
  });
  return node.emit("concat", parts, { axis });
}

/** `Expand`: axes of length 1 are repeated; the batch stays as it is. */
export function lowerExpand(node: NodeLowering): Flow {
  const x = node.flow(0);
  const said = integersOf(node.constant(1), "shape");
  const before = node.batch === 1 ? [NaN, ...x.shape] : [...x.shape];
  const lead = before.length - said.length;
  const times = said.map((length, i) => {
    const own = before[i + lead];
    return length === 1 || Object.is(length, own) ? 1 : own === 1 ? length : NaN;
  });
  if (lead < 0 || times.some(isBatch)) throw new NotCovered("to another shape");
  return repeat(node, x, [...Array.from({ length: lead }, () => 1), ...times]);
}

/** `Tile`: the whole again and again, along any axis but the batch. */
export function lowerTile(node: NodeLowering): Flow {
  const x = node.flow(0);
  const times = integersOf(node.constant(1), "repeats");
  if (times.length !== node.rank(x)) throw new Malformed(`expected ${node.rank(x)} repeats`);
  return repeat(node, x, times);
}

/** As often along one axis, at most. */
const MOST_REPEATS = 64;

/** @param times along each axis, with the batch */
function repeat(node: NodeLowering, x: Flow, times: readonly number[]): Flow {
  if (node.batch === 1 && times[0] !== 1) throw new NotLifted("repeats the batch");
  const odd = times.find((n) => !(n >= 1 && n <= MOST_REPEATS));
  if (odd !== undefined) throw new NotCovered(`${odd} times along an axis`);
  return times.slice(node.batch).reduce((whole, n, axis) => {
    const parts = Array.from({ length: n }, () => whole);
    return n === 1 ? whole : node.emit("concat", parts, { axis });
  }, x);
}
