import { allocateBatch, allocateGradients, trainable, type LayerFactory } from "./layer.js";
import { channelRows } from "./layout.js";

/** y = x > 0 ? x : slope · x, channel by channel: ∂loss/∂slope = Σ ∂loss/∂y · min(x, 0) */
export const prelu: LayerFactory<"prelu"> = (_, context) => {
  const { channels, pixels } = channelRows(context.outputShape);
  const slope = trainable(context, "slope");
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  let x = y;
  return {
    parameters: [slope],
    forward(inputs, count) {
      x = inputs[0]!;
      for (let i = 0; i < count * pixels * channels; i++) {
        const value = x[i]!;
        y[i] = value > 0 ? value : value * slope.values[i % channels]!;
      }
      return y;
    },
    backward(dy, count) {
      slope.gradient.fill(0);
      for (let i = 0; i < count * pixels * channels; i++) {
        const value = x[i]!;
        if (!(value > 0)) slope.gradient[i % channels]! += dy[i]! * value;
        if (dx) dx[i] = value > 0 ? dy[i]! : dy[i]! * slope.values[i % channels]!;
      }
      return gradients;
    },
  };
};
