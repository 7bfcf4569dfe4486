import { SpecError } from "@evalpool/errors";
import type { OpName } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Floats, LayerContext, LayerFactory, TrainableLayer } from "./layer.js";

/** A function of each value, and its slope written in terms of its output y. */
interface Elementwise {
  readonly value: (x: number) => number;
  readonly slope: (y: number) => number;
}

/** y = f(x), ∂loss/∂x = ∂loss/∂y · f′(x). */
function elementwise({ value, slope }: Elementwise): LayerFactory<OpName> {
  return (_, context) => createElementwise(value, slope, context);
}

export const sigmoid = elementwise({
  value: (x) => 1 / (1 + Math.exp(-x)),
  slope: (y) => y * (1 - y),
});

/** ReLU's slope at 0 is 0. */
export const relu = elementwise({
  value: (x) => (x > 0 ? x : 0),
  slope: (y) => (y > 0 ? 1 : 0),
});

export const identity = elementwise({ value: (x) => x, slope: () => 1 });

/**
 * A step, which is flat, and a softmax, which is trained as the network's last layer only, together
 * with the loss.
 *
 * @throws {SpecError}
 */
export const untrainable: LayerFactory<OpName> = ({ name, op }) => {
  const problem =
    "cannot be trained through; expected one of sigmoid, relu, identity, or a softmax as the last layer";
  throw new SpecError(`${name} (${op})`, [problem]);
};

function createElementwise(
  value: Elementwise["value"],
  slope: Elementwise["slope"],
  context: LayerContext,
): TrainableLayer {
  const width = size(context.inputShape);
  const y = context.allocate(context.batchSize * width);
  const dx = context.allocate(context.batchSize * width);
  return {
    outputShape: context.inputShape,
    parameters: [],
    forward(x, count) {
      map(x, y, count * width, value);
      return y;
    },
    inputGradient(dy, count) {
      multiplyBySlope(dy, y, dx, count * width, slope);
      return dx;
    },
  };
}

function map(x: Floats, y: Floats, length: number, f: (x: number) => number): void {
  for (let i = 0; i < length; i++) y[i] = f(x[i]!);
}

function multiplyBySlope(
  dy: Floats,
  y: Floats,
  dx: Floats,
  length: number,
  slope: (y: number) => number,
): void {
  for (let i = 0; i < length; i++) dx[i] = dy[i]! * slope(y[i]!);
}
