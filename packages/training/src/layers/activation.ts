import { SpecError } from "@evalpool/errors";
import type { OpName } from "@evalpool/models";
import { scalarFunction, size, type ScalarFunction } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import {
  allocateBatch,
  allocateGradients,
  type LayerContext,
  type LayerFactory,
  type TrainableLayer,
} from "./layer.js";
import { aliasLayer } from "./rearrange.js";

/** The slope of a function of one number, at x, where it is y. */
type Slope = (x: number, y: number) => number;

/** y = f(x), ∂loss/∂x = ∂loss/∂y · f′(x). Where a slope jumps it is PyTorch's. */
export const sigmoid = plain("sigmoid", (_, y) => y * (1 - y));
export const tanh = plain("tanh", (_, y) => 1 - y * y);
/** (x · s)′ = s + x · s · (1 - s) */
export const silu = plain("silu", (x, y) => logistic(x) + y * (1 - logistic(x)));
export const softplus = plain("softplus", logistic);
export const softsign = plain("softsign", (x) => 1 / (1 + Math.abs(x)) ** 2);
export const hardSwish = plain("hardSwish", (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5));
/** What exponential functions lack of their limit is their slope. */
export const selu = plain("selu", (x, y) => (x > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA));

export const leakyRelu: LayerFactory<"leakyRelu"> = ({ attributes: { slope } }, context) =>
  createElementwise({ name: "leakyRelu", alpha: slope }, (x) => (x > 0 ? 1 : slope), context);

export const elu: LayerFactory<"elu"> = ({ attributes: { alpha } }, context) =>
  createElementwise({ name: "elu", alpha }, (x, y) => (x > 0 ? 1 : y + alpha), context);

export const hardSigmoid: LayerFactory<"hardSigmoid"> = ({ attributes }, context) => {
  const { alpha, beta } = attributes;
  const slope: Slope = (_, y) => (y > 0 && y < 1 ? alpha : 0);
  return createElementwise({ name: "hardSigmoid", alpha, beta }, slope, context);
};

export const clip: LayerFactory<"clip"> = ({ attributes }, context) => {
  const { lower = -Infinity, upper = Infinity } = attributes;
  const slope: Slope = (x) => (x >= lower && x <= upper ? 1 : 0);
  return createElementwise({ name: "clip", alpha: lower, beta: upper }, slope, context);
};

export const gelu: LayerFactory<"gelu"> = ({ attributes: { approximate } }, context) =>
  approximate === "tanh"
    ? createElementwise({ name: "geluTanh" }, geluTanhSlope, context)
    : createElementwise({ name: "gelu" }, geluSlope, context);

/** (x · Φ(x))′ = Φ(x) + x · φ(x) */
function geluSlope(x: number, y: number): number {
  const cumulative = x === 0 ? 0.5 : y / x;
  return cumulative + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** (x · (1 + t) / 2)′ = (1 + t) / 2 + x · (1 - t²) · u′ / 2, with t = tanh u */
function geluTanhSlope(x: number): number {
  const scale = Math.sqrt(2 / Math.PI);
  const t = Math.tanh(scale * (x + 0.044715 * x ** 3));
  return (1 + t) / 2 + (x * (1 - t * t) * scale * (1 + 3 * 0.044715 * x * x)) / 2;
}

/** `1.0507` and `1.6733` to float64 (Klambauer et al. 2017). */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** ReLU's slope at 0 is 0. */
export const relu: LayerFactory<"relu"> = (_, context) => {
  const { arithmetic, outputShape } = context;
  const width = size(outputShape);
  const y = allocateBatch(context, outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  return {
    parameters: [],
    forward([x], count) {
      arithmetic.rectify(x!, count * width, y);
      return y;
    },
    backward(dy, count) {
      if (dx) arithmetic.rectifyGradient(dy, y, count * width, dx);
      return gradients;
    },
  };
};

export const identity: LayerFactory<"identity"> = (_, context) => aliasLayer(context);

/** y = x / divisor, ∂loss/∂x = ∂loss/∂y / divisor */
export const scale: LayerFactory<"scale"> = ({ attributes: { divisor } }, context) =>
  createElementwise({ name: "divide", alpha: divisor }, () => 1 / divisor, context);

/**
 * What is flat, or is not trained through yet.
 *
 * @throws {SpecError}
 */
export const untrainable: LayerFactory<OpName> = ({ name, op }) => {
  throw new SpecError(`${name} (${op})`, ["cannot be trained through: it has no gradient here"]);
};

function plain(name: ScalarFunction["name"], slope: Slope): LayerFactory<OpName> {
  return (_, context) => createElementwise({ name }, slope, context);
}

function createElementwise(f: ScalarFunction, slope: Slope, context: LayerContext): TrainableLayer {
  const value = scalarFunction(f);
  const width = size(context.outputShape);
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  let x = y;
  return {
    parameters: [],
    forward(inputs, count) {
      x = inputs[0]!;
      map(x, y, count * width, value);
      return y;
    },
    backward(dy, count) {
      if (dx) multiplyBySlope(dy, x, y, dx, count * width, slope);
      return gradients;
    },
  };
}

function map(x: Floats, y: Floats, length: number, f: (x: number) => number): void {
  for (let i = 0; i < length; i++) y[i] = f(x[i]!);
}

function multiplyBySlope(
  dy: Floats,
  x: Floats,
  y: Floats,
  dx: Floats,
  length: number,
  slope: Slope,
): void {
  for (let i = 0; i < length; i++) dx[i] = dy[i]! * slope(x[i]!, y[i]!);
}
