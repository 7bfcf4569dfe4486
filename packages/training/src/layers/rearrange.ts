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

/** Row-major data are flat already, but for channels that lie last. */
export const flatten: LayerFactory<"flatten"> = (_, context) => sameOrder(context);

/** The same values under another shape, in row-major order. */
export const reshape: LayerFactory<"reshape"> = (_, context) => sameOrder(context);

function sameOrder(context: LayerContext): TrainableLayer {
  const [inputShape = []] = context.inputShapes;
  const [from, to] = [placesInMemory(inputShape), placesInMemory(context.outputShape)];
  return scatterLayer(context, [moved(from, to)]);
}

/** Axis i of what it gives is axis `permutation[i]` of what it takes. */
export const transpose: LayerFactory<"transpose"> = ({ attributes: { permutation } }, context) => {
  const [inputShape = []] = context.inputShapes;
  const strides = rowMajorStrides(inputShape);
  const order = indicesOf(
    context.outputShape,
    permutation.map((axis) => strides[axis]!),
  );
  const from = placesInMemory(inputShape);
  const to = placesInMemory(context.outputShape);
  return scatterLayer(context, [
    moved(
      order.map((i) => from[i]!),
      to,
    ),
  ]);
};

/** Each input goes into its part. */
export const concat: LayerFactory<"concat"> = ({ attributes: { axis } }, context) => {
  const strides = rowMajorStrides(context.outputShape);
  const places = placesInMemory(context.outputShape);
  let start = 0;
  const targets = context.inputShapes.map((shape) => {
    const order = indicesOf(shape, strides).map((i) => places[i + start]!);
    start += shape[axis]! * strides[axis]!;
    return moved(placesInMemory(shape), order);
  });
  return scatterLayer(context, targets);
};

/** What lies between two places along an axis: the rest has no part in what comes of it. */
export const slice: LayerFactory<"slice"> = ({ attributes: { axis, start } }, context) => {
  const [inputShape = []] = context.inputShapes;
  const strides = rowMajorStrides(inputShape);
  const places = placesInMemory(inputShape);
  const offset = start * strides[axis]!;
  const from = indicesOf(context.outputShape, strides).map((i) => places[i + offset]!);
  return partLayer(context, moved(placesInMemory(context.outputShape), from), size(inputShape));
};

/** Takes a part of what it is given; the gradient of the rest is 0. */
function partLayer(context: LayerContext, sources: Uint32Array, width: number): TrainableLayer {
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  return {
    parameters: [],
    forward([x], count) {
      gather(x!, sources, count, y, width);
      return y;
    },
    backward(dy, count) {
      const [dx] = gradients;
      // Elsewhere it is 0 from the beginning.
      if (dx !== undefined) scatter(dy, sources, count, dx, width);
      return gradients;
    },
  };
}

/** For each place in memory of an input, the place in the output that it goes to. */
function moved(from: Uint32Array, to: Uint32Array): Uint32Array {
  const target = new Uint32Array(from.length);
  for (let i = 0; i < from.length; i++) target[from[i]!] = to[i]!;
  return target;
}

/**
 * Values go to other places; a gradient comes back from there.
 *
 * @param targets for each input, where its values go
 * @param fill what is where none go
 */
function scatterLayer(
  context: LayerContext,
  targets: readonly Uint32Array[],
  fill?: number,
): TrainableLayer {
  const width = size(context.outputShape);
  const [first] = targets;
  if (targets.length === 1 && first!.length === width && first!.every((to, i) => to === i)) {
    return aliasLayer(context);
  }
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  return {
    parameters: [],
    forward(inputs, count) {
      if (fill !== undefined) y.fill(fill);
      for (let i = 0; i < targets.length; i++) scatter(inputs[i]!, targets[i]!, count, y, width);
      return y;
    },
    backward(dy, count) {
      for (let i = 0; i < targets.length; i++) gather(dy, targets[i]!, count, gradients[i], width);
      return gradients;
    },
  };
}

/** What it takes is what it gives. */
export function aliasLayer({ isAsked }: Pick<LayerContext, "isAsked">): TrainableLayer {
  const gradients: (Floats | undefined)[] = [undefined];
  return {
    parameters: [],
    forward: ([x]) => x!,
    backward(dy) {
      if (isAsked[0]) gradients[0] = dy;
      return gradients;
    },
  };
}

function scatter(x: Floats, targets: Uint32Array, count: number, y: Floats, width: number): void {
  const length = targets.length;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < length; i++) y[n * width + targets[i]!] = x[n * length + i]!;
  }
}

function gather(
  dy: Floats,
  targets: Uint32Array,
  count: number,
  dx: Floats | undefined,
  width: number,
): void {
  if (dx === undefined) return;
  const length = targets.length;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < length; i++) dx[n * length + i] = dy[n * width + targets[i]!]!;
  }
}

/** How far it is from one index along each axis to the next, in row-major order. */
export function rowMajorStrides(shape: Shape): number[] {
  return shape.map((_, axis) => size(shape.slice(axis + 1)));
}

/** The sums of indices times strides, in row-major order of the shape. */
export function indicesOf(shape: Shape, strides: readonly number[]): Uint32Array {
  const own = rowMajorStrides(shape);
  return Uint32Array.from({ length: size(shape) }, (_, i) =>
    shape.reduce((sum, n, axis) => sum + (Math.floor(i / own[axis]!) % n) * strides[axis]!, 0),
  );
}
