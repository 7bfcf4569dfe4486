import type { Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import {
  allocateBatch,
  allocateGradients,
  type LayerContext,
  type LayerFactory,
  type TrainableLayer,
} from "./layer.js";
import { placesInMemory } from "./layout.js";
import { indicesOf, rowMajorStrides } from "./rearrange.js";

/** y = a + b: each gets ∂loss/∂y, summed where it was repeated. */
export const add: LayerFactory<"add"> = (_, context) => {
  const [a, b] = operandsOf(context);
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  return {
    parameters: [],
    forward([left, right], count) {
      const width = a.places.length;
      for (let n = 0, at = 0; n < count; n++) {
        for (let i = 0; i < width; i++, at++) {
          y[at] = left![n * a.width + a.places[i]!]! + right![n * b.width + b.places[i]!]!;
        }
      }
      return y;
    },
    backward(dy, count) {
      addRepeated(dy, a, count, gradients[0]);
      addRepeated(dy, b, count, gradients[1]);
      return gradients;
    },
  };
};

/** y = a · b: each gets ∂loss/∂y times the other. */
export const multiply: LayerFactory<"multiply"> = (_, context): TrainableLayer => {
  const [a, b] = operandsOf(context);
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const scaled = allocateBatch(context, context.outputShape);
  let [left, right] = [y, y];
  const scale = (dy: Floats, other: Floats, { width, places }: Operand, count: number): void => {
    for (let n = 0, at = 0; n < count; n++) {
      for (let i = 0; i < places.length; i++, at++) {
        scaled[at] = dy[at]! * other[n * width + places[i]!]!;
      }
    }
  };
  return {
    parameters: [],
    forward(inputs, count) {
      left = inputs[0]!;
      right = inputs[1]!;
      for (let n = 0, at = 0; n < count; n++) {
        for (let i = 0; i < a.places.length; i++, at++) {
          y[at] = left[n * a.width + a.places[i]!]! * right[n * b.width + b.places[i]!]!;
        }
      }
      return y;
    },
    backward(dy, count) {
      if (gradients[0]) {
        scale(dy, right, b, count);
        addRepeated(scaled, a, count, gradients[0]);
      }
      if (gradients[1]) {
        scale(dy, left, a, count);
        addRepeated(scaled, b, count, gradients[1]);
      }
      return gradients;
    },
  };
};

interface Operand {
  /** Length of one example. */
  readonly width: number;
  /** For each place of the output, that of the operand's value there. */
  readonly places: Uint32Array;
}

function operandsOf({ inputShapes, outputShape }: LayerContext): [Operand, Operand] {
  const [a = [], b = []] = inputShapes;
  return [operandOf(a, outputShape), operandOf(b, outputShape)];
}

/**
 * NumPy's broadcasting: axes of 1, and those that an operand lacks in front, repeat.
 *
 * @param from where the operand's values lie, in row-major order of its axes
 */
export function operandOf(
  shape: Shape,
  outputShape: Shape,
  from: ArrayLike<number> = placesInMemory(shape),
): Operand {
  const lacking = outputShape.length - shape.length;
  const strides = rowMajorStrides(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  const order = indicesOf(outputShape, [...Array.from({ length: lacking }, () => 0), ...strides]);
  const to = placesInMemory(outputShape);
  const places = new Uint32Array(to.length);
  for (let i = 0; i < to.length; i++) places[to[i]!] = from[order[i]!]!;
  return { width: size(shape), places };
}

/** Sums a gradient over the places where a value was repeated. */
export function addRepeated(
  dy: Floats,
  { width, places }: Operand,
  count: number,
  dx: Floats | undefined,
): void {
  if (dx === undefined) return;
  dx.fill(0);
  for (let n = 0, at = 0; n < count; n++) {
    for (let i = 0; i < places.length; i++) dx[n * width + places[i]!]! += dy[at++]!;
  }
}
