import { size } from "@evalpool/tensor";
import { addRepeated, operandOf } from "./combine.js";
import { allocateBatch, allocateGradients, optional, type LayerFactory } from "./layer.js";

/**
 * y = x · factor + offset, broadcast:
 *
 *     ∂loss/∂x = ∂loss/∂y · factor    ∂loss/∂factor = Σ ∂loss/∂y · x    ∂loss/∂offset = Σ ∂loss/∂y
 */
export const affine: LayerFactory<"affine"> = ({ attributes: { shape } }, context) => {
  const { outputShape, arithmetic } = context;
  const [inputShape = []] = context.inputShapes;
  const [factor, offset] = [optional(context, "factor"), optional(context, "offset")];
  const x = operandOf(inputShape, outputShape);
  // Parameters lie in row-major order.
  const { places } = operandOf(
    shape,
    outputShape,
    Array.from({ length: size(shape) }, (_, i) => i),
  );
  const own = { width: 0, places };
  const y = allocateBatch(context, outputShape);
  const products = allocateBatch(context, outputShape);
  const gradients = allocateGradients(context);
  const ones = arithmetic.allocate(size(shape)).fill(1);
  let input = y;
  return {
    parameters: [factor, offset].filter((parameter) => parameter !== undefined),
    forward(inputs, count) {
      input = inputs[0]!;
      const factors = factor?.values ?? ones;
      for (let n = 0, at = 0; n < count; n++) {
        for (let i = 0; i < places.length; i++, at++) {
          const value = input[n * x.width + x.places[i]!]! * factors[places[i]!]!;
          y[at] = value + (offset?.values[places[i]!] ?? 0);
        }
      }
      return y;
    },
    backward(dy, count) {
      const factors = factor?.values ?? ones;
      if (factor) {
        for (let n = 0, at = 0; n < count; n++) {
          for (let i = 0; i < places.length; i++, at++) {
            products[at] = dy[at]! * input[n * x.width + x.places[i]!]!;
          }
        }
        addRepeated(products, own, count, factor.gradient);
      }
      if (offset) addRepeated(dy, own, count, offset.gradient);
      if (gradients[0]) {
        for (let n = 0, at = 0; n < count; n++) {
          for (let i = 0; i < places.length; i++, at++)
            products[at] = dy[at]! * factors[places[i]!]!;
        }
        addRepeated(products, x, count, gradients[0]);
      }
      return gradients;
    },
  };
};
