import { size } from "@evalpool/tensor";
import { BATCH, integers, integersOf, isBatch, scalarOf, type Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";

/** `Constant`, in the forms that hold numbers. */
export function foldConstant(node: NodeLowering): Constant {
  const { attributes } = node;
  const tensor = attributes.tensor("value");
  // By the node's own name: that of the tensor in it is mostly empty, or the same everywhere.
  if (tensor) return { ...tensor, name: node.made(tensor).name };
  const ints = attributes.has("value_int")
    ? attributes.int("value_int", 0)
    : attributes.ints("value_ints");
  if (ints !== undefined) return fromNumbers(node, ints, "integer");
  const floats = attributes.has("value_float")
    ? attributes.float("value_float", 0)
    : attributes.floats("value_floats");
  if (floats !== undefined) return fromNumbers(node, floats, "float");
  throw new NotCovered("of a value that is no tensor of numbers");
}

function fromNumbers(
  node: NodeLowering,
  values: number | readonly number[],
  type: "integer" | "float",
): Constant {
  const isOne = typeof values === "number";
  const data = isOne ? Float64Array.of(values) : Float64Array.from(values);
  return node.made({ data, shape: isOne ? [] : [data.length] }, type);
}

/** `ConstantOfShape`: one value, 0 unless told. */
export function foldConstantOfShape(node: NodeLowering): Constant {
  const shape = knownShape(integersOf(node.constant(0), "shape"));
  const value = node.attributes.tensor("value");
  const fill = value ? scalarOf(value, "value") : 0;
  node.builder.spend(size(shape));
  const data = new Float32Array(size(shape));
  // A number that is no float32 takes twice the room.
  const exact = Math.fround(fill) === fill ? data : new Float64Array(data.length);
  return node.made({ data: exact.fill(fill), shape }, value?.type ?? "float");
}

/** Lengths of axes. @throws {NotLifted} when one is that of the batch */
export function knownShape(shape: readonly number[]): readonly number[] {
  if (shape.some(isBatch)) throw new NotLifted("makes a value for each example");
  const odd = shape.find((length) => !Number.isSafeInteger(length) || length < 0);
  if (odd !== undefined) throw new Malformed(`expected lengths of axes, got ${odd}`);
  if (!Number.isSafeInteger(size(shape))) throw new NotCovered(`a shape of (${shape.join(",")})`);
  return shape;
}

/** Numbers from a start to a limit. */
export function foldRange(node: NodeLowering): Constant {
  const [start, limit, step] = ["start", "limit", "delta"].map((what, i) =>
    scalarOf(node.constant(i), what),
  ) as [number, number, number];
  const length = Math.max(0, Math.ceil((limit - start) / step));
  if (Number.isNaN(length)) throw new NotLifted("counts the examples");
  if (length === Infinity) throw new Malformed("expected a delta other than 0");
  const data = node.allocate(length).map((_, i) => start + i * step);
  return node.made({ data, shape: [length] }, node.constant(0).type);
}

/** `Shape`, of values that flow as well. */
export function foldShape(node: NodeLowering): Constant {
  const [input] = node.inputs;
  if (input === undefined) throw new Malformed("expected an input, got none");
  const isLifted = input.kind === "flow" && node.batch === 1;
  const shape = isLifted ? [BATCH, ...input.shape] : input.shape;
  const start = node.attributes.int("start", 0);
  const end = node.attributes.has("end") ? node.attributes.int("end", 0) : shape.length;
  return integers(node.made({ data: new Float64Array(), shape: [] }).name, shape.slice(start, end));
}

/** `Size`: how many values there are. */
export function foldSize(node: NodeLowering): Constant {
  const [input] = node.inputs;
  if (input === undefined) throw new Malformed("expected an input, got none");
  if (input.kind === "flow" && node.batch === 1) throw new NotLifted("counts the examples");
  return node.made({ data: Float64Array.of(size(input.shape)), shape: [] }, "integer");
}
