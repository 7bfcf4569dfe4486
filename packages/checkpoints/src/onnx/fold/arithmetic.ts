import { broadcastShapes, size } from "@evalpool/tensor";
import { isBatch, type Constant, type ElementKind } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import { broadcastIndex, operandsOf, type Arithmetic } from "../ops/arithmetic.js";

type Calculate = (a: number, b: number) => number;

const floats: Readonly<Record<Arithmetic, Calculate>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
};

/** Integers divide towards 0. */
const whole: Readonly<Record<Arithmetic, Calculate>> = {
  ...floats,
  Div: (a, b) => {
    if (b === 0) throw new Malformed("divides an integer by 0");
    return Math.trunc(a / b);
  },
};

/** What leaves the number of examples what it is. */
const neutral: Readonly<Record<Arithmetic, (a: number, b: number) => boolean>> = {
  Add: (a, b) => a === 0 || b === 0,
  Sub: (_, b) => b === 0,
  Mul: (a, b) => a === 1 || b === 1,
  Div: (_, b) => b === 1,
};

export const foldArithmetic =
  (op: Arithmetic) =>
  (node: NodeLowering): Constant => {
    const [a, b] = operandsOf(node);
    if (a.kind !== "constant" || b.kind !== "constant") throw new Malformed("expected constants");
    if (a.type === "boolean") throw new NotCovered("of booleans");
    if (a.type === "float") return pairs(node, a, b, "float", floats[op]);
    return pairs(node, a, b, "integer", (x, y) => {
      if (!isBatch(x) && !isBatch(y)) return whole[op](x, y);
      if (neutral[op](x, y)) return NaN;
      throw new NotLifted("calculates with the number of examples");
    });
  };

/** `Min`, `Max` and `Equal` of constants. */
export const foldMin = (node: NodeLowering): Constant => foldExtreme(node, Math.min);
export const foldMax = (node: NodeLowering): Constant => foldExtreme(node, Math.max);

function foldExtreme(node: NodeLowering, pick: Calculate): Constant {
  const all = node.inputs.map((_, i) => known(node.constant(i)));
  return all.reduce((a, b) => pairs(node, a, b, a.type, pick));
}

export function foldEqual(node: NodeLowering): Constant {
  const [a, b] = [known(node.constant(0)), known(node.constant(1))];
  return pairs(node, a, b, "boolean", (x, y) => Number(x === y));
}

/** `condition ? a : b`, by index. */
export function foldWhere(node: NodeLowering): Constant {
  const [condition, a, b] = [known(node.constant(0)), node.constant(1), node.constant(2)];
  requireAlike(a, b);
  const shape = [condition, a, b]
    .map((one) => one.shape)
    .reduce((x, y) => broadcastShapes("Where", x, y));
  const data = node.allocate(size(shape));
  const [ofCondition, ofA, ofB] = [condition, a, b].map((one) =>
    broadcastIndex(one.shape, shape),
  ) as [(i: number) => number, (i: number) => number, (i: number) => number];
  for (let i = 0; i < data.length; i++) {
    data[i] = (condition.data[ofCondition(i)] ? a.data[ofA(i)] : b.data[ofB(i)]) ?? 0;
  }
  return node.made({ data, shape }, a.type);
}

/** A function of each float, or of each integer where it gives one. */
export const foldUnary =
  (calculate: (x: number) => number, isForIntegers = false) =>
  (node: NodeLowering): Constant => {
    const x = known(node.constant(0));
    if (x.type !== "float" && !isForIntegers) throw new NotCovered(`of ${x.type} constants`);
    const data = node.allocate(x.data.length);
    for (let i = 0; i < data.length; i++) data[i] = calculate(x.data[i] ?? 0);
    return node.made({ data, shape: x.shape }, x.type);
  };

/** @throws {NotLifted} when the number of examples is among its values */
function known(constant: Constant): Constant {
  if (constant.type === "integer" && constant.data.some(isBatch)) {
    throw new NotLifted("calculates with the number of examples");
  }
  return constant;
}

function requireAlike(a: Constant, b: Constant): void {
  if (a.type !== b.type) throw new Malformed(`expected alike inputs, got ${a.type} and ${b.type}`);
}

function pairs(
  node: NodeLowering,
  a: Constant,
  b: Constant,
  type: ElementKind,
  calculate: Calculate,
): Constant {
  requireAlike(a, b);
  const shape = broadcastShapes(node.op, a.shape, b.shape);
  const data = node.allocate(size(shape));
  const [ofA, ofB] = [broadcastIndex(a.shape, shape), broadcastIndex(b.shape, shape)];
  for (let i = 0; i < data.length; i++) {
    data[i] = calculate(a.data[ofA(i)] ?? 0, b.data[ofB(i)] ?? 0);
  }
  return node.made({ data, shape }, type);
}
