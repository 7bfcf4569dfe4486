import {
  lowerSpec,
  operationOf,
  type InferredNode,
  type Layer,
  type Shape,
} from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { size } from "@evalpool/tensor";
import { expect } from "vitest";
import type { Arithmetic } from "../arithmetic/arithmetic.js";
import { plainArithmetic } from "../arithmetic/plain.js";
import type { Floats } from "../floats.js";
import { createLayer } from "../layers/gradients.js";
import type { Mode, TrainableParameter } from "../layers/layer.js";
import { placesInMemory } from "../layers/layout.js";
import { numericGradient } from "./numeric-gradient.js";

/** Sharp enough to tell a right gradient from a wrong one. */
export const float64 = plainArithmetic((length) => new Float64Array(length));

/** A layer whose values go in and come out in row-major order, as they are written down. */
export interface TestLayer {
  readonly parameters: readonly TrainableParameter[];
  readonly outputShape: Shape;
  forward(inputs: readonly ArrayLike<number>[], count: number, mode?: Mode): Float64Array;
  /** ∂loss/∂input of each input. */
  backward(gradient: ArrayLike<number>, count: number): Float64Array[];
}

/** A layer in training, for batches of up to `batchSize` examples of these shapes. */
export function makeLayer(
  layer: Layer,
  shapes: readonly Shape[],
  batchSize: number,
  arithmetic: Arithmetic = float64,
): TestLayer {
  const inferred = inferLayer(layer, shapes);
  const { output } = inferred;
  const isAsked = shapes.map(() => true);
  const random = createRandom(1, 0);
  const one = createLayer(inferred, { batchSize, isAsked, arithmetic, random });
  const rooms = [...shapes, output].map((shape) => arithmetic.allocate(batchSize * size(shape)));
  const place = (values: ArrayLike<number>, index: number, count: number): Floats =>
    toMemory(values, shapes[index] ?? output, count, rooms[index]!);
  return {
    parameters: one.parameters,
    outputShape: output,
    forward(inputs, count, mode = "training") {
      const placed = inputs.map((x, i) => place(x, i, count));
      return fromMemory(one.forward(placed, count, mode), output, count);
    },
    backward(gradient, count) {
      const gradients = one.backward(place(gradient, shapes.length, count), count);
      return gradients.map((dx, i) => fromMemory(dx!, shapes[i]!, count));
    },
  };
}

function inferLayer(layer: Layer, shapes: readonly Shape[]): InferredNode {
  const [node] = lowerSpec({ id: "test", input: shapes[0]!, layers: [layer] }).nodes;
  const { output, parameters = {} } = operationOf(node!.op).infer(shapes, node!.attributes);
  const named = Object.entries(node!.parameters).map(([role, reference]) => {
    const facts = parameters[role]!;
    return { ...facts, ...reference, role, storedShape: facts.shape };
  });
  return { node: node!, inputs: shapes, output, parameters: named };
}

function toMemory(values: ArrayLike<number>, shape: Shape, count: number, room: Floats): Floats {
  const places = placesInMemory(shape);
  for (let i = 0; i < count * places.length; i++) {
    const inExample = i % places.length;
    room[i - inExample + places[inExample]!] = values[i]!;
  }
  return room;
}

function fromMemory(values: Floats, shape: Shape, count: number): Float64Array {
  const places = placesInMemory(shape);
  return Float64Array.from({ length: count * places.length }, (_, i) => {
    const inExample = i % places.length;
    return values[i - inExample + places[inExample]!]!;
  });
}

/**
 * Holds a layer's backward pass against numerical differences of its forward pass, for the loss
 * Σ dy · y, by every input and every parameter.
 */
export function checkLayer(
  layer: TestLayer,
  inputs: readonly Float64Array[],
  dy: Float64Array,
  count: number,
) {
  const loss = () => {
    const y = layer.forward(inputs, count);
    return dy.reduce((sum, value, i) => sum + value * y[i]!, 0);
  };
  loss();
  const gradients = layer.backward(dy, count);
  for (const [i, x] of inputs.entries()) expectClose(gradients[i]!, numericGradient(x, loss));
  for (const { values, gradient, isStatistic } of layer.parameters) {
    if (!isStatistic) expectClose(gradient, numericGradient(values, loss));
  }
}

/** Without pattern, between -1 and 1. */
export function sine(length: number, start = 0): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin((i + start) * (i + start)));
}

/** Equal within `tolerance` of the largest value. */
export function expectClose(got: Floats, expected: ArrayLike<number>, tolerance = 1e-8): void {
  expect(got).toHaveLength(expected.length);
  const error = largest(Array.from(expected, (value, i) => got[i]! - value));
  expect(error).toBeLessThanOrEqual(tolerance * Math.max(1, largest(expected)));
}

/** The largest absolute value. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
