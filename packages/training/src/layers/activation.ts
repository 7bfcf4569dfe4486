import { SpecError } from "@evalpool/errors";
import type { Layer } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Floats, LayerFactory } from "./layer.js";

type ActivationName = Extract<Layer, { type: "activation" }>["function"];

/** A function of each value, and its slope written in terms of its output y. */
interface Elementwise {
  readonly value: (x: number) => number;
  readonly slope: (y: number) => number;
}

/** The functions that a hidden layer can be trained through. */
const elementwise: Partial<Record<ActivationName, Elementwise>> = {
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), slope: (y) => y * (1 - y) },
  relu: { value: (x) => (x > 0 ? x : 0), slope: (y) => (y > 0 ? 1 : 0) },
  identity: { value: (x) => x, slope: () => 1 },
};

/**
 * y = f(x), ∂loss/∂x = ∂loss/∂y · f′(x). ReLU's slope at 0 is 0.
 *
 * @throws {SpecError} for a step, which is flat, and for a softmax, which is trained as the
 * network's last layer only, together with the loss
 */
export const activation: LayerFactory<"activation"> = (layer, context) => {
  const f = elementwise[layer.function];
  if (f === undefined) {
    const trainable = Object.keys(elementwise).join(", ");
    const problem = `cannot be trained through; expected one of ${trainable}, or a softmax as the last layer`;
    throw new SpecError(`activation ${layer.function}`, [problem]);
  }
  const width = size(context.inputShape);
  const y = context.allocate(context.batchSize * width);
  const dx = context.allocate(context.batchSize * width);
  return {
    outputShape: context.inputShape,
    parameters: [],
    forward(x, count) {
      map(x, y, count * width, f.value);
      return y;
    },
    inputGradient(dy, count) {
      multiplyBySlope(dy, y, dx, count * width, f.slope);
      return dx;
    },
  };
};

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
