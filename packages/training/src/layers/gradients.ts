import type { InferredNode, OpName } from "@evalpool/models";
import { identity, relu, sigmoid, untrainable } from "./activation.js";
import { dense } from "./dense.js";
import type { Floats, LayerFactory, TrainableLayer } from "./layer.js";
import { flatten, scale } from "./pass-through.js";

/** How the gradient of each operation is taken. */
const gradients: { readonly [O in OpName]: LayerFactory<O> } = {
  add: untrainable,
  averagePool2d: untrainable,
  batchNorm: untrainable,
  clip: untrainable,
  concat: untrainable,
  conv2d: untrainable,
  dense,
  dropout: untrainable,
  elu: untrainable,
  flatten,
  gelu: untrainable,
  globalAveragePool2d: untrainable,
  hardSigmoid: untrainable,
  hardSwish: untrainable,
  identity,
  leakyRelu: untrainable,
  localResponseNorm: untrainable,
  logSoftmax: untrainable,
  maxPool2d: untrainable,
  multiply: untrainable,
  pad: untrainable,
  prelu: untrainable,
  relu,
  reshape: untrainable,
  scale,
  selu: untrainable,
  sigmoid,
  silu: untrainable,
  softmax: untrainable,
  softplus: untrainable,
  softsign: untrainable,
  step: untrainable,
  tanh: untrainable,
  transpose: untrainable,
};

/**
 * Prepares a node of one input for training, in batches of up to `batchSize` examples.
 *
 * @throws {SpecError} when it cannot be trained
 */
export function createLayer(
  { node, inputs, parameters }: InferredNode,
  batchSize: number,
  allocate: (length: number) => Floats,
): TrainableLayer {
  const [inputShape = []] = inputs;
  const byRole = Object.fromEntries(parameters.map((parameter) => [parameter.role, parameter]));
  const factory = gradients[node.op] as LayerFactory<OpName>;
  return factory(node, { inputShape, parameters: byRole, batchSize, allocate });
}
