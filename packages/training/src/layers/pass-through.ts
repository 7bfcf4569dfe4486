import { size } from "@evalpool/tensor";
import type { LayerFactory } from "./layer.js";

/** y = x / divisor, ∂loss/∂x = ∂loss/∂y / divisor */
export const scale: LayerFactory<"scale"> = (
  { attributes: { divisor } },
  { inputShape, batchSize, allocate },
) => {
  const width = size(inputShape);
  const y = allocate(batchSize * width);
  const dx = allocate(batchSize * width);
  return {
    outputShape: inputShape,
    parameters: [],
    forward(x, count) {
      for (let i = 0; i < count * width; i++) y[i] = x[i]! / divisor;
      return y;
    },
    inputGradient(dy, count) {
      for (let i = 0; i < count * width; i++) dx[i] = dy[i]! / divisor;
      return dx;
    },
  };
};

/** Row-major data are flat already: only the shape changes. */
export const flatten: LayerFactory<"flatten"> = (_, { inputShape }) => ({
  outputShape: [size(inputShape)],
  parameters: [],
  forward: (x) => x,
  parameterGradients() {
    // A change of shape has nothing to learn.
  },
  inputGradient: (dy) => dy,
});
