import { activations, add, divide, dot, reshape, type Tensor } from "@evalpool/tensor";
import type { Model } from "./model.js";
import type { Layer } from "./spec.js";

/** What one layer gave. */
export interface ForwardStep {
  readonly layer: Layer;
  readonly output: Tensor;
}

/**
 * The forward pass written to be read: eager tensors, in the dtype of input and weights.
 *
 * @param x one example of the spec's input shape, or `[N, …input]`
 * @throws {ShapeError} when x has another shape
 */
export function forward(model: Model, x: Tensor): Tensor {
  return trace(model, x).at(-1)?.output ?? x;
}

/** Every layer's output in turn. @throws {ShapeError} when x has another shape than the input */
export function trace(model: Model, x: Tensor): ForwardStep[] {
  let output = x;
  return model.spec.layers.map((layer) => {
    output = apply(model, layer, output);
    return { layer, output };
  });
}

function apply({ spec, parameters }: Model, layer: Layer, x: Tensor): Tensor {
  switch (layer.type) {
    case "scale":
      return divide(x, layer.divisor);
    case "flatten": {
      const batch = x.shape.slice(0, x.shape.length - spec.input.length);
      return reshape(x, [...batch, -1]);
    }
    case "dense":
      return add(dot(x, parameters.get(layer.weight)!), parameters.get(layer.bias)!);
    case "activation":
      return activations[layer.function](x);
  }
}
