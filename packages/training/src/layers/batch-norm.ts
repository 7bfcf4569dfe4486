import { allocateBatch, allocateGradients, trainable, type LayerFactory } from "./layer.js";
import { channelRows } from "./layout.js";

/** The part of a batch in the running statistics, as in PyTorch. */
const MOMENTUM = 0.1;

/**
 * `(x - mean) / √(variance + ε) · scale + bias`, channel by channel (Ioffe and Szegedy 2015,
 * arXiv:1502.03167). In training mean and variance are those of the batch, whose m values of a
 * channel move the running ones that inference uses: the mean by a tenth of the way, the variance
 * likewise to the unbiased one, m / (m - 1) as large.
 *
 * With δ = ∂loss/∂y, x̂ = (x - mean) / σ and σ = √(variance + ε):
 *
 *     ∂loss/∂scale = Σ δ·x̂    ∂loss/∂bias = Σ δ
 *     ∂loss/∂x = scale / σ · (δ - Σ δ / m - x̂ · Σ δ·x̂ / m)
 */
export const batchNorm: LayerFactory<"batchNorm"> = ({ attributes: { epsilon } }, context) => {
  const { arithmetic, outputShape } = context;
  const { channels, pixels } = channelRows(outputShape);
  const [scale, bias] = [trainable(context, "scale"), trainable(context, "bias")];
  const [mean, variance] = [trainable(context, "mean"), trainable(context, "variance")];
  const y = allocateBatch(context, outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  const room = () => arithmetic.allocate(channels);
  /** Of the batch; `inverses` are 1 / σ. */
  const [means, inverses, sums] = [room(), room(), room()];
  const [factors, others, offsets] = [room(), room(), room()];
  let x = y;

  function observe(rows: number): void {
    arithmetic.sumColumns(x, rows, means);
    for (let c = 0; c < channels; c++) means[c]! /= rows;
    arithmetic.sumProducts(x, means, x, means, rows, sums);
    for (let c = 0; c < channels; c++) {
      const spread = sums[c]! / rows;
      const unbiased = rows > 1 ? sums[c]! / (rows - 1) : spread;
      inverses[c] = 1 / Math.sqrt(spread + epsilon);
      mean.values[c]! += MOMENTUM * (means[c]! - mean.values[c]!);
      variance.values[c]! += MOMENTUM * (unbiased - variance.values[c]!);
    }
  }

  return {
    parameters: [scale, bias, mean, variance],
    forward(inputs, count, mode) {
      x = inputs[0]!;
      const rows = count * pixels;
      if (mode === "training") observe(rows);
      for (let c = 0; c < channels; c++) {
        const isTraining = mode === "training";
        const inverse = isTraining ? inverses[c]! : 1 / Math.sqrt(variance.values[c]! + epsilon);
        factors[c] = scale.values[c]! * inverse;
        offsets[c] = bias.values[c]! - (isTraining ? means : mean.values)[c]! * factors[c]!;
      }
      arithmetic.scaleColumns(x, factors, offsets, rows, y);
      return y;
    },
    backward(dy, count) {
      const rows = count * pixels;
      arithmetic.sumColumns(dy, rows, bias.gradient);
      for (let c = 0; c < channels; c++) offsets[c] = bias.gradient[c]! / rows;
      // Σ (δ - mean δ)·(x - mean) is Σ δ·(x - mean), and loses fewer digits.
      arithmetic.sumProducts(dy, offsets, x, means, rows, sums);
      for (let c = 0; c < channels; c++) {
        const inverse = inverses[c]!;
        const slope = sums[c]! * inverse;
        scale.gradient[c] = slope;
        factors[c] = scale.values[c]! * inverse;
        others[c] = (-factors[c]! * inverse * slope) / rows;
        offsets[c] = -factors[c]! * offsets[c]! - others[c]! * means[c]!;
      }
      if (dx) arithmetic.blendColumns(dy, factors, x, others, offsets, rows, dx);
      return gradients;
    },
  };
};
