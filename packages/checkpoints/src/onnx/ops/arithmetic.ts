import { size } from "@evalpool/tensor";
import { scalarOf, type Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";
import { affine, shapeForExample } from "./affine.js";

/** `Add`, `Sub`, `Mul` and `Div`: of two values, or of one and a constant. */
export type Arithmetic = "Add" | "Sub" | "Mul" | "Div";

export const lowerArithmetic =
  (op: Arithmetic) =>
  (node: NodeLowering): Flow => {
    const [a, b] = operandsOf(node);
    if (a.kind === "flow") {
      return b.kind === "flow" ? combine(node, op, a, b) : withConstant(node, op, a, b);
    }
    if (b.kind === "flow") return ofConstant(node, op, a, b);
    throw new Malformed("expected a value among its inputs");
  };

/** Two operands, the second lined up with the first as opset 6 had it. */
export function operandsOf(node: NodeLowering): [Constant | Flow, Constant | Flow] {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) throw new Malformed("expected two inputs");
  if (node.opset >= 7) return [a, b];
  const broadcasts = node.attributes.flag("broadcast", false);
  const axis = node.attributes.int("axis", -1);
  if (!broadcasts || axis === -1) return [a, b];
  const [rank, own] = [a, b].map((one) =>
    one.kind === "flow" ? node.rank(one) : one.shape.length,
  );
  const behind = (rank ?? 0) - axis - (own ?? 0);
  if (axis < 0 || behind < 0) throw new Malformed(`axis ${axis} leaves no room for ${own} axes`);
  const shape = [...b.shape, ...Array.from({ length: behind }, () => 1)];
  if (b.kind === "constant") return [a, { ...b, shape }];
  return [a, node.reshape(b, shape)];
}

function combine(node: NodeLowering, op: Arithmetic, a: Flow, b: Flow): Flow {
  if (node.batch === 1 && a.shape.length !== b.shape.length) {
    throw new NotLifted("lines the batch up with another axis");
  }
  if (op === "Add") return node.emit("add", [a, b], {});
  if (op === "Mul") {
    const gated = isGate(node, a, b) ? a : isGate(node, b, a) ? b : undefined;
    return gated ? node.emit("silu", [gated], {}) : node.emit("multiply", [a, b], {});
  }
  if (op === "Sub") return node.emit("add", [a, affine(node, b, { factor: -1 })], {});
  if (isSoftsign(node, a, b)) return node.emit("softsign", [a], {});
  throw new NotCovered("of two values");
}

/** Whether b is the sigmoid of a, so that their product is a SiLU. */
function isGate({ builder }: NodeLowering, a: Flow, b: Flow): boolean {
  const gate = builder.maker(b);
  return gate?.op === "sigmoid" && gate.inputs[0] === a.value;
}

/** Whether b is `1 + |a|`, as PyTorch wrote the divisor of a softsign. */
function isSoftsign({ builder }: NodeLowering, a: Flow, b: Flow): boolean {
  const sum = builder.maker(b);
  if (sum?.op !== "affine" || sum.parameters["factor"] !== undefined) return false;
  const offset = builder.parameters.get(sum.parameters["offset"]?.name ?? "");
  const magnitude = builder.maker({ value: sum.inputs[0] ?? "" });
  return (
    magnitude?.op === "leakyRelu" &&
    magnitude.attributes.slope === -1 &&
    magnitude.inputs[0] === a.value &&
    b.shape.join() === a.shape.join() &&
    offset?.data.every((value) => value === 1) === true
  );
}

/** `x ∘ c` */
function withConstant(node: NodeLowering, op: Arithmetic, x: Flow, c: Constant): Flow {
  const shape = shapeForExample(node, c, x);
  const values = Float64Array.from(c.data);
  const [first = 1] = values;
  if (op === "Div" && values.length === 1 && shape.length <= x.shape.length && isDivisor(first)) {
    // As pixels are divided by 255: the quotient itself, not a product with 1/255.
    return node.emit("scale", [x], { divisor: first });
  }
  switch (op) {
    case "Add":
      return affine(node, x, { offset: values }, shape);
    case "Sub":
      return affine(node, x, { offset: values.map((value) => -value) }, shape);
    case "Mul":
      return affine(node, x, { factor: values }, shape);
    case "Div":
      return affine(node, x, { factor: values.map((value) => 1 / value) }, shape);
  }
}

/** What `scale` takes. */
function isDivisor(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

/** `c ∘ x` */
function ofConstant(node: NodeLowering, op: Arithmetic, c: Constant, x: Flow): Flow {
  if (op === "Div") throw new NotCovered("of a constant by a value");
  if (op !== "Sub") return withConstant(node, op, x, c);
  const shape = shapeForExample(node, c, x);
  const offset = Float64Array.from(c.data);
  return affine(node, x, { factor: offset.map(() => -1), offset }, shape);
}

/** `Pow` by 1, 2 or 3: products. */
export function lowerPow(node: NodeLowering): Flow {
  const x = node.flow(0);
  const constant = node.constant(1);
  const power = constant.data.length === 1 ? constant.data[0] : undefined;
  const isPower = power === 1 || power === 2 || power === 3;
  if (!isPower || constant.shape.length > node.rank(x)) {
    throw new NotCovered("by other than 1, 2 or 3");
  }
  const square = power === 1 ? x : node.emit("multiply", [x, x], {});
  return power === 3 ? node.emit("multiply", [square, x], {}) : square;
}

/** `Sum` of any number of values and constants. */
export function lowerSum(node: NodeLowering): Flow {
  const flows = node.inputs.flatMap((input) => (input?.kind === "flow" ? input : []));
  const constants = node.inputs.flatMap((input) => (input?.kind === "constant" ? input : []));
  const sum = flows.reduce((a, b) => combine(node, "Add", a, b));
  return constants.reduce((x, c) => withConstant(node, "Add", x, c), sum);
}

export function lowerMean(node: NodeLowering): Flow {
  return node.emit("scale", [lowerSum(node)], { divisor: node.inputs.length });
}

/** `PRelu`, whose slopes are lined up from the last axis; in opset 6 there is one for each channel. */
export function lowerPrelu(node: NodeLowering): Flow {
  const x = node.flow(0);
  const slope = node.constant(1);
  if (slope.data.length === 1 && slope.shape.length <= node.rank(x)) {
    return node.emit("leakyRelu", [x], { slope: scalarOf(slope, "slope") });
  }
  const channelAxis = 1 - node.batch;
  const channels = x.shape[channelAxis] ?? 1;
  const inner = x.shape.slice(channelAxis + 1).map(() => 1);
  const isOld = node.opset < 7 && slope.shape.length === 1;
  const lined = isOld && slope.data.length === channels ? [channels, ...inner] : slope.shape;
  const own = shapeForExample(node, { ...slope, shape: lined }, x);
  const isOfChannels = node.batch === 1 && own.join() === [channels, ...inner].join();
  if (isOfChannels) return prelu(node, x, slope);
  const all = expand(node, slope, own, x.shape);
  const flat = node.reshape(x, [size(x.shape)]);
  return node.reshape(prelu(node, flat, all), x.shape);
}

function prelu(node: NodeLowering, x: Flow, slope: Constant): Flow {
  const parameter = node.parameter(slope, [x.shape[0] ?? 1]);
  return node.emit("prelu", [x], {}, { slope: parameter });
}

/** A constant repeated to a shape that it is lined up with. */
function expand(
  node: NodeLowering,
  constant: Constant,
  from: readonly number[],
  to: readonly number[],
): Constant {
  const data = node.allocate(size(to));
  const source = broadcastIndex(from, to);
  for (let i = 0; i < data.length; i++) data[i] = constant.data[source(i)] ?? 0;
  return node.made({ data, shape: to });
}

/**
 * Where the value of each index of a shape comes from, of a shape that is repeated along axes of
 * length 1, as NumPy has it.
 *
 * @throws {Malformed} when the one cannot be repeated to the other
 */
export function broadcastIndex(
  from: readonly number[],
  to: readonly number[],
): (index: number) => number {
  const lead = to.length - from.length;
  const fits = lead >= 0 && from.every((n, i) => n === 1 || n === to[i + lead]);
  if (!fits) throw new Malformed(`cannot repeat (${from.join(",")}) to (${to.join(",")})`);
  const steps = from.map((n, axis) => (n === 1 ? 0 : size(from.slice(axis + 1))));
  return (index) => {
    let at = 0;
    for (let axis = from.length - 1; axis >= 0; axis--) {
      const length = to[axis + lead] ?? 1;
      at += (index % length) * (steps[axis] ?? 0);
      index = Math.floor(index / length);
    }
    return at;
  };
}
