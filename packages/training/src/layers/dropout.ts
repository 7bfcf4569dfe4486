import { size } from "@evalpool/tensor";
import { allocateBatch, allocateGradients, type LayerFactory } from "./layer.js";

/**
 * In training each value is dropped by chance, y = x · mask; in inference all are there (Srivastava
 * et al. 2014). The sum is kept the same by dividing in training, or by multiplying in inference.
 */
export const dropout: LayerFactory<"dropout"> = ({ attributes: { ratio, scaling } }, context) => {
  const { random, outputShape } = context;
  const width = size(outputShape);
  const y = allocateBatch(context, outputShape);
  const mask = allocateBatch(context, outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  const kept = scaling === "training" ? 1 / (1 - ratio) : 1;
  const inInference = scaling === "inference" ? 1 - ratio : 1;
  return {
    parameters: [],
    forward([x], count, mode) {
      for (let i = 0; i < count * width; i++) {
        if (mode === "training") mask[i] = random.uniform(0, 1) < ratio ? 0 : kept;
        y[i] = x![i]! * (mode === "training" ? mask[i]! : inInference);
      }
      return y;
    },
    backward(dy, count) {
      if (dx) for (let i = 0; i < count * width; i++) dx[i] = dy[i]! * mask[i]!;
      return gradients;
    },
  };
};
