import type { InferredNode, OpName } from "@evalpool/models";
import {
  clip,
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  identity,
  leakyRelu,
  relu,
  scale,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
  untrainable,
} from "./activation.js";
import { affine } from "./affine.js";
import { batchNorm } from "./batch-norm.js";
import { add, multiply } from "./combine.js";
import { conv2d } from "./conv2d.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import type { LayerContext, LayerFactory, TrainableLayer } from "./layer.js";
import { pad } from "./pad.js";
import { averagePool2d, globalAveragePool2d, maxPool2d } from "./pool-2d.js";
import { prelu } from "./prelu.js";
import { concat, flatten, reshape, slice, transpose } from "./rearrange.js";
import { logSoftmax, softmax } from "./softmax.js";

/** How the gradient of each operation is taken. */
export const gradients: { readonly [O in OpName]: LayerFactory<O> } = {
  add,
  affine,
  averagePool2d,
  batchNorm,
  clip,
  concat,
  conv2d,
  dense,
  dropout,
  elu,
  flatten,
  gelu,
  globalAveragePool2d,
  hardSigmoid,
  hardSwish,
  identity,
  leakyRelu,
  localResponseNorm: untrainable,
  logSoftmax,
  maxPool2d,
  multiply,
  pad,
  prelu,
  relu,
  reshape,
  scale,
  selu,
  sigmoid,
  silu,
  slice,
  softmax,
  softplus,
  softsign,
  // It is flat.
  step: untrainable,
  tanh,
  transpose,
};

/**
 * Prepares a node for training, in batches of up to `batchSize` examples.
 *
 * @throws {SpecError} when it cannot be trained
 */
export function createLayer(
  { node, inputs, output, parameters }: InferredNode,
  context: Pick<LayerContext, "batchSize" | "isAsked" | "arithmetic" | "random">,
): TrainableLayer {
  const byRole = Object.fromEntries(parameters.map((parameter) => [parameter.role, parameter]));
  const factory = gradients[node.op] as LayerFactory<OpName>;
  const whole = { inputShapes: inputs, outputShape: output, parameters: byRole, ...context };
  return factory(node, whole);
}
