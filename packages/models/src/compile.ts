import { size, type Activation, type Backend } from "@evalpool/tensor";
import type { Model } from "./model.js";
import { outputWidth, type Layer } from "./spec.js";

/** A network made ready to run on a backend, with memory for one batch. */
export interface Plan {
  /** Length of one row of logits. */
  readonly classes: number;
  /**
   * The logits `[count, classes]` of `count` examples, row-major in `examples`, before a final
   * softmax, which does not change which class is largest. The array is reused by the next run.
   */
  run(examples: ArrayLike<number>, count: number): Float32Array;
}

/** One layer's work on the first `count` rows; gives where its output is. */
type Step = (x: Float32Array, count: number) => Float32Array;

/**
 * Prepares a model for batches of up to `batchSize` examples. Running the plan allocates nothing.
 */
export function compile(model: Model, backend: Backend, batchSize: number): Plan {
  const inputWidth = size(model.spec.input);
  const input = backend.allocate(batchSize * inputWidth);
  let width = inputWidth;
  const steps = withoutFinalSoftmax(model.spec.layers).map((layer) => {
    const step = compileLayer(model, layer, backend, batchSize, width);
    if (layer.type === "dense") width = layer.units;
    return step;
  });
  return {
    classes: outputWidth(model.spec),
    run(examples, count) {
      input.set(examples);
      return steps.reduce((x, step) => step(x, count), input);
    },
  };
}

function compileLayer(
  model: Model,
  layer: Layer,
  backend: Backend,
  batchSize: number,
  width: number,
): Step {
  switch (layer.type) {
    case "scale":
      return (x, count) => {
        for (let i = 0; i < count * width; i++) x[i]! /= layer.divisor;
        return x;
      };
    case "flatten":
      return (x) => x;
    case "dense": {
      const weight = parameter(model, layer.weight, backend);
      const bias = parameter(model, layer.bias, backend);
      const out = backend.allocate(batchSize * layer.units);
      return (x, count) => {
        backend.dense(x, weight, bias, out, count);
        return out;
      };
    }
    case "activation": {
      const activation: Activation = layer.function;
      return (x, count) => {
        backend.activate(activation, x, count, width);
        return x;
      };
    }
  }
}

function parameter(model: Model, name: string, backend: Backend): Float32Array {
  const { data } = model.parameters.get(name)!;
  const copy = backend.allocate(data.length);
  copy.set(data);
  return copy;
}

function withoutFinalSoftmax(layers: readonly Layer[]): readonly Layer[] {
  const last = layers.at(-1);
  const isSoftmax = last?.type === "activation" && last.function === "softmax";
  return isSoftmax ? layers.slice(0, -1) : layers;
}
