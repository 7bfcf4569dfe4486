import { expect } from "vitest";
import { inferShapes, lowerSpec, type Layer } from "@evalpool/models";
import { createLayer } from "../layers/gradients.js";
import type { Floats, TrainableLayer } from "../layers/layer.js";
import { numericGradient } from "./numeric-gradient.js";

/** Sharp enough to tell a right gradient from a wrong one. */
export const float64 = (length: number): Floats => new Float64Array(length);

/** A layer in training, for batches of up to `batchSize` examples of this shape. */
export function makeLayer(layer: Layer, input: readonly number[], batchSize: number) {
  const [inferred] = inferShapes(lowerSpec({ id: "test", input, layers: [layer] }));
  return createLayer(inferred!, batchSize, float64);
}

/**
 * Holds a layer's backward pass against numerical differences of its forward pass, for the loss
 * Σ dy · y, by every input and every parameter.
 */
export function checkLayer(
  layer: TrainableLayer,
  x: Float64Array,
  dy: Float64Array,
  count: number,
) {
  const loss = () => {
    const y = layer.forward(x, count);
    return dy.reduce((sum, value, i) => sum + value * y[i]!, 0);
  };
  loss();
  layer.parameterGradients?.(dy, count);
  const dx = layer.inputGradient(dy, count).slice(0, x.length);
  expectClose(dx, numericGradient(x, loss));
  for (const { values, gradient } of layer.parameters) {
    expectClose(gradient, numericGradient(values, loss));
  }
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
