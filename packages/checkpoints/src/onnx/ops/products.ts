import { transpose, size } from "@evalpool/tensor";
import type { ParameterReference } from "@evalpool/models";
import { reshaped, type Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";
import { affine, shapeForExample } from "./affine.js";
import { broadcastIndex } from "./arithmetic.js";

/** A matrix of weights `[inputs, units]` as a node's parameter. */
interface Weight {
  readonly inputs: number;
  readonly units: number;
  /** Made when it is known that it is used. */
  readonly reference: () => ParameterReference;
  /** The same as weights of a convolution of one pixel, `[units, inputs, 1, 1]`. */
  readonly filters: () => ParameterReference;
}

/** `MatMul` of a value by a constant matrix, or vector. */
export function lowerMatMul(node: NodeLowering): Flow {
  const x = node.flow(0);
  const given = node.constant(1);
  const isVector = given.shape.length === 1;
  const outer = given.shape.slice(0, -2);
  if (size(outer) !== 1 || outer.length > Math.max(0, node.rank(x) - 2)) {
    throw new NotCovered(`by a constant of ${given.shape.length} axes`);
  }
  const shape = isVector ? [...given.shape, 1] : given.shape.slice(-2);
  if (node.rank(x) < 2 && node.batch === 1) throw new NotLifted("multiplies along the batch");
  const product = multiply(node, x, weightOf(node, reshaped(given, shape), false, 1));
  return isVector ? node.reshape(product, product.shape.slice(0, -1)) : product;
}

/** `alpha · A · B + beta · C`, of a value A and constants B and C; `Gemm`. */
export function lowerGemm(node: NodeLowering): Flow {
  const { attributes } = node;
  attributes.ignore("broadcast");
  const alpha = attributes.float("alpha", 1);
  const beta = attributes.float("beta", 1);
  const isTurned = attributes.flag("transA", false);
  const x = node.flow(0);
  if (node.rank(x) !== 2) throw new Malformed(`expected a matrix, got ${node.rank(x)} axes`);
  if (isTurned && node.batch === 1) throw new NotLifted("turns the batch");
  const a = isTurned ? node.transpose(x, [1, 0]) : x;
  const given = node.constant(1);
  if (given.shape.length !== 2) {
    throw new Malformed(`expected a matrix of weights, got ${given.shape.length} axes`);
  }
  const weight = weightOf(node, given, attributes.flag("transB", false), alpha);
  const c = node.inputs[2];
  if (c === undefined || beta === 0) return multiply(node, a, weight);
  if (c.kind === "flow") {
    if (node.batch === 1 && c.shape.length !== 1) throw new NotLifted("adds along the batch");
    const scaled = beta === 1 ? c : affine(node, c, { factor: beta });
    return node.emit("add", [multiply(node, a, weight), scaled], {});
  }
  const result = {
    kind: "flow",
    value: "",
    shape: [...a.shape.slice(0, -1), weight.units],
  } as const;
  const shape = shapeForExample(node, c, result);
  if (size(shape.slice(0, -1)) === 1) {
    return multiply(
      node,
      a,
      weight,
      biasOf(node, { ...c, shape: shape.slice(-1) }, weight.units, beta),
    );
  }
  const offset = Float64Array.from(c.data, (value) => value * beta);
  return affine(node, multiply(node, a, weight), { offset }, shape);
}

function biasOf(node: NodeLowering, c: Constant, units: number, beta: number): Constant {
  if (beta === 1 && c.data.length === units) return c;
  const data = node.allocate(units);
  const source = broadcastIndex(c.shape, [units]);
  for (let i = 0; i < units; i++) data[i] = beta * (c.data[source(i)] ?? 0);
  return node.made({ data, shape: [units] });
}

function weightOf(node: NodeLowering, given: Constant, isTurned: boolean, alpha: number): Weight {
  const [rows = 0, columns = 0] = given.shape;
  const [inputs, units] = isTurned ? [columns, rows] : [rows, columns];
  const scaled = (): Constant => {
    if (alpha === 1) return given;
    const data = node.allocate(given.data.length);
    for (let i = 0; i < data.length; i++) data[i] = alpha * (given.data[i] ?? 0);
    return { ...given, data };
  };
  return {
    inputs,
    units,
    reference: () => node.parameter(scaled(), given.shape, isTurned ? "transposed" : "canonical"),
    filters: () => {
      const matrix = scaled();
      // A copy for each node that shares the weights.
      if (!isTurned) node.builder.spend(matrix.data.length);
      const turned = isTurned ? matrix : { ...matrix, ...transpose(matrix, [1, 0]) };
      return node.parameter(turned, [units, inputs, 1, 1]);
    },
  };
}

/** `[…, inputs] · weight + bias`, along the last axis. */
function multiply(node: NodeLowering, x: Flow, weight: Weight, bias?: Constant): Flow {
  const { inputs, units } = weight;
  const last = x.shape.at(-1);
  if (last !== inputs) {
    throw new Malformed(`expected weights for ${last} inputs, got (${inputs},${units})`);
  }
  const outer = x.shape.slice(0, -1);
  const rows = size(outer);
  const own = bias && { bias: node.parameter(bias, [units]) };
  if (rows === 1) {
    const flat = node.reshape(x, [inputs]);
    const parameters = { weight: weight.reference(), ...own };
    return node.reshape(node.emit("dense", [flat], { units }, parameters), [...outer, units]);
  }
  // A row for each place: a convolution of one pixel over as many.
  const columns = node.transpose(node.reshape(x, [rows, inputs]), [1, 0]);
  const maps = node.reshape(columns, [inputs, 1, rows]);
  const attributes = {
    filters: units,
    kernel: [1, 1],
    strides: [1, 1],
    padding: [0, 0, 0, 0],
    dilations: [1, 1],
    groups: 1,
  } as const;
  const parameters = { weight: weight.filters(), ...own };
  const made = node.emit("conv2d", [maps], attributes, parameters);
  const back = node.transpose(node.reshape(made, [units, rows]), [1, 0]);
  return node.reshape(back, [...outer, units]);
}
