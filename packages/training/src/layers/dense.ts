import { size } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import type { Matrix } from "../arithmetic/arithmetic.js";
import {
  allocateBatch,
  allocateGradients,
  optional,
  trainable,
  type LayerFactory,
} from "./layer.js";

/**
 * y = x·W + b, and with δ = ∂loss/∂y:
 *
 *     ∂loss/∂W = xᵀ·δ    ∂loss/∂b = Σ δ over the batch    ∂loss/∂x = δ·Wᵀ
 */
export const dense: LayerFactory<"dense"> = ({ attributes: { units } }, context) => {
  const { arithmetic, inputShapes } = context;
  const inputs = size(inputShapes[0]!);
  const [weight, bias] = [trainable(context, "weight"), optional(context, "bias")];
  const y = allocateBatch(context, [units]);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  const packed = arithmetic.createPacked(inputs, units);
  const transposed = dx && {
    values: arithmetic.allocate(inputs * units),
    packed: arithmetic.createPacked(units, inputs),
    dx: matrix(dx, inputs),
  };
  const output = matrix(y, units);
  let input = output;
  let slopes = output;
  return {
    parameters: bias === undefined ? [weight] : [weight, bias],
    forward([x], count) {
      if (input.values !== x) input = matrix(x!, inputs);
      arithmetic.pack(weight.values, bias?.values, packed);
      arithmetic.multiply(input, packed, output, count);
      return y;
    },
    backward(dy, count) {
      if (slopes.values !== dy) slopes = matrix(dy, units);
      if (bias) arithmetic.sumColumns(dy, count, bias.gradient);
      weight.gradient.fill(0);
      arithmetic.addTransposed(input, slopes, weight.gradient, count, inputs, units);
      if (transposed) {
        transpose(weight.values, inputs, units, transposed.values);
        arithmetic.pack(transposed.values, undefined, transposed.packed);
        arithmetic.multiply(slopes, transposed.packed, transposed.dx, count);
      }
      return gradients;
    },
  };
};

function matrix(values: Floats, stride: number): Matrix {
  return { values, at: 0, stride };
}

/** `[rows, columns]` to `[columns, rows]` */
function transpose(x: Floats, rows: number, columns: number, y: Floats): void {
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) y[column * rows + row] = x[at++]!;
  }
}
