import { concatenate, size, transpose } from "@evalpool/tensor";
import { integersOf, isBatch, reshaped, scalarOf, type Constant } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { broadcastIndex } from "../ops/arithmetic.js";
import { axesOf, unsqueezed } from "../ops/shapes.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import { knownShape } from "./create.js";

export function foldIdentity(node: NodeLowering): Constant {
  return node.constant(0);
}

/** `Dropout` of a constant. */
export function foldDropout(node: NodeLowering): Constant {
  node.attributes.ignore("ratio", "is_test", "seed");
  const trains = node.optionalConstant(2);
  if (trains && scalarOf(trains, "training_mode") !== 0) throw new NotCovered("training_mode 1");
  return node.constant(0);
}

export function foldReshape(node: NodeLowering): Constant {
  const x = node.constant(0);
  const allowsZero = node.attributes.flag("allowzero", false);
  const said = integersOf(node.constant(1), "shape");
  if (said.some(isBatch)) throw new NotLifted("makes a value for each example");
  const kept = said.map((length, i) => (length === 0 && !allowsZero ? (x.shape[i] ?? 0) : length));
  const known = size(kept.filter((length) => length !== -1));
  return reshaped(
    x,
    kept.map((length) => (length === -1 ? x.data.length / known : length)),
  );
}

export function foldFlatten(node: NodeLowering): Constant {
  const x = node.constant(0);
  const rank = x.shape.length;
  const said = node.attributes.int("axis", 1);
  const axis = said === rank ? rank : resolveAxis(said, rank);
  return reshaped(x, [size(x.shape.slice(0, axis)), size(x.shape.slice(axis))]);
}

export function foldSqueeze(node: NodeLowering): Constant {
  const x = node.constant(0);
  const gone = axesOf(node, 13)?.map((axis) => resolveAxis(axis, x.shape.length));
  return reshaped(
    x,
    x.shape.filter((length, axis) => !(gone?.includes(axis) ?? length === 1)),
  );
}

export function foldUnsqueeze(node: NodeLowering): Constant {
  const x = node.constant(0);
  const said = axesOf(node, 13) ?? [];
  const rank = x.shape.length + said.length;
  return reshaped(
    x,
    unsqueezed(
      x.shape,
      said.map((axis) => resolveAxis(axis, rank)),
    ),
  );
}

export function foldTranspose(node: NodeLowering): Constant {
  const x = node.constant(0);
  const permutation = node.attributes.ints("perm");
  node.builder.spend(x.data.length);
  return { ...x, ...transpose(x, permutation ?? [...x.shape.keys()].toReversed()) };
}

export function foldConcat(node: NodeLowering): Constant {
  const parts = node.inputs.map((_, i) => node.constant(i));
  const [first] = parts;
  if (first === undefined) throw new Malformed("expected values to put together");
  if (parts.some(({ type }) => type !== first.type)) throw new Malformed("expected alike inputs");
  node.builder.spend(parts.reduce((sum, { data }) => sum + data.length, 0));
  const axis = resolveAxis(node.attributes.int("axis", 1), first.shape.length);
  const { data, shape } = concatenate(parts, axis);
  return node.made({ data: data as Constant["data"], shape }, first.type);
}

export function foldExpand(node: NodeLowering): Constant {
  const x = node.constant(0);
  const said = knownShape(integersOf(node.constant(1), "shape"));
  const rank = Math.max(said.length, x.shape.length);
  const [a, b] = [said, x.shape].map((shape) => [
    ...Array.from({ length: rank - shape.length }, () => 1),
    ...shape,
  ]) as [number[], number[]];
  const shape = knownShape(a.map((length, i) => (length === 1 ? (b[i] ?? 1) : length)));
  const source = broadcastIndex(x.shape, shape);
  const data = node.allocate(size(shape));
  for (let i = 0; i < data.length; i++) data[i] = x.data[source(i)] ?? 0;
  return node.made({ data, shape }, x.type);
}

/** By the numbers of `TensorProto.DataType`: those whose values need no wrapping. */
const kinds: ReadonlyMap<number, Constant["type"]> = new Map([
  [1, "float"],
  [6, "integer"],
  [7, "integer"],
  [9, "boolean"],
  [10, "float"],
  [11, "float"],
  [16, "float"],
]);

export function foldCast(node: NodeLowering): Constant {
  const x = node.constant(0);
  node.attributes.ignore("saturate", "round_mode");
  const to = node.attributes.int("to", 0);
  const type = kinds.get(to);
  if (type === undefined) throw new NotCovered(`to ${to}`);
  if (type === x.type) return x;
  if (x.type === "integer" && x.data.some(isBatch)) {
    throw new NotLifted("calculates with the number of examples");
  }
  if (type === "float") return { ...x, type };
  const data = node.allocate(x.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = x.data[i] ?? 0;
    if (type === "integer" && !Number.isFinite(value)) throw new NotCovered(`of ${value} to ${to}`);
    data[i] = type === "boolean" ? Number(value !== 0) : Math.trunc(value);
  }
  return node.made({ data, shape: x.shape }, type);
}
