import {
  quotients,
  size,
  type Backend,
  type ByteInput,
  type DenseWeights,
  type Rows,
} from "@evalpool/tensor";
import type { Model } from "./model.js";
import { outputWidth, type Layer } from "./spec.js";

/** How much a plan has memory for. */
export interface PlanSize {
  /** Examples held at once. */
  readonly examples: number;
  /** Examples in one forward pass. */
  readonly batchSize: number;
}

/** A network made ready to run on a backend, with all the memory that it needs. */
export interface Plan {
  /** Length of one row of logits. */
  readonly classes: number;
  /** Memory for examples, `[examples, …input]`, as bytes: to be filled before they are run. */
  readonly input: ByteInput;
  /**
   * The logits of `count` examples from the `first` on: what the network gives before a final
   * softmax, which does not change which class is largest. Reused by the next run.
   */
  run(first: number, count: number): Rows;
}

/** One layer's work on the first `count` rows; gives where its output is. */
type Step = (x: Rows, count: number) => Rows;

/** Prepares a model for examples of bytes. */
export function compile(model: Model, backend: Backend, { examples, batchSize }: PlanSize): Plan {
  const inputWidth = size(model.spec.input);
  const input = backend.createInput(examples * inputWidth);
  const { divisor, rest } = takeScales(withoutFinalSoftmax(model.spec.layers));
  const [opening, ...layers] = rest;
  // Bytes go straight into a dense layer, as they do in most networks; else they are made floats.
  const isDense = opening?.type === "dense";
  const first = isDense
    ? backend.denseBytes(backend.packDenseBytes(denseWeights(model, opening), divisor), batchSize)
    : backend.mapBytes(quotients(divisor), inputWidth, batchSize);
  let width = isDense ? opening.units : inputWidth;
  const steps = (isDense ? layers : rest).map((layer) => {
    const step = prepare(model, layer, backend, batchSize, width);
    if (layer.type === "dense") width = layer.units;
    return step;
  });
  return {
    classes: outputWidth(model.spec),
    input,
    run(start, count) {
      let x = first(input, start, count);
      for (const step of steps) x = step(x, count);
      return x;
    },
  };
}

function prepare(
  model: Model,
  layer: Layer,
  backend: Backend,
  batchSize: number,
  width: number,
): Step {
  switch (layer.type) {
    case "flatten":
      return (x) => x;
    case "scale":
      return (x, count) => {
        const { data, stride } = x;
        for (let i = 0; i < count * stride; i++) data[i]! /= layer.divisor;
        return x;
      };
    case "dense":
      return backend.dense(backend.packDense(denseWeights(model, layer)), batchSize);
    case "activation":
      return (x, count) => {
        backend.activate(layer.function, x, count, width);
        return x;
      };
  }
}

/** The divisor that leading scale layers make, and the layers behind them. */
function takeScales(layers: readonly Layer[]): { divisor: number; rest: readonly Layer[] } {
  const [first, ...rest] = layers;
  if (first?.type === "flatten") return takeScales(rest);
  if (first?.type !== "scale") return { divisor: 1, rest: layers };
  const inner = takeScales(rest);
  return { divisor: first.divisor * inner.divisor, rest: inner.rest };
}

function withoutFinalSoftmax(layers: readonly Layer[]): readonly Layer[] {
  const last = layers.at(-1);
  const isSoftmax = last?.type === "activation" && last.function === "softmax";
  return isSoftmax ? layers.slice(0, -1) : layers;
}

function denseWeights(
  { parameters }: Model,
  { weight, bias }: Extract<Layer, { type: "dense" }>,
): DenseWeights {
  return {
    weight: new Float32Array(parameters.get(weight)!.data),
    bias: new Float32Array(parameters.get(bias)!.data),
  };
}
