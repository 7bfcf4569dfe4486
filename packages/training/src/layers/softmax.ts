import type { AttributesOf } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import {
  allocateBatch,
  allocateGradients,
  type LayerContext,
  type LayerFactory,
  type TrainableLayer,
} from "./layer.js";
import { placesInMemory, strideInMemory } from "./layout.js";

/** y = e^x / Σ e^x along an axis: ∂loss/∂x = y · (δ - Σ δ·y), with δ = ∂loss/∂y. */
export const softmax: LayerFactory<"softmax"> = ({ attributes }, context) =>
  createSoftmax(
    attributes,
    context,
    (line, x, y, at) => {
      const max = largest(line, x, at);
      const sum = sumOfPowers(line, x, at);
      for (const end = at + line.reach; at < end; at += line.stride) {
        y[at] = Math.exp(x[at]! - max) / sum;
      }
    },
    (line, dy, y, dx, at) => {
      let sum = 0;
      for (let i = at; i < at + line.reach; i += line.stride) sum += dy[i]! * y[i]!;
      for (let i = at; i < at + line.reach; i += line.stride) dx[i] = y[i]! * (dy[i]! - sum);
    },
  );

/** y = x - ln Σ e^x along an axis: ∂loss/∂x = δ - e^y · Σ δ. */
export const logSoftmax: LayerFactory<"logSoftmax"> = ({ attributes }, context) =>
  createSoftmax(
    attributes,
    context,
    (line, x, y, at) => {
      const log = largest(line, x, at) + Math.log(sumOfPowers(line, x, at));
      for (const end = at + line.reach; at < end; at += line.stride) y[at] = x[at]! - log;
    },
    (line, dy, y, dx, at) => {
      let sum = 0;
      for (let i = at; i < at + line.reach; i += line.stride) sum += dy[i]!;
      for (let i = at; i < at + line.reach; i += line.stride) {
        dx[i] = dy[i]! - Math.exp(y[i]!) * sum;
      }
    },
  );

/** Values along an axis. */
interface Line {
  readonly stride: number;
  /** From the first to past the last. */
  readonly reach: number;
}

function createSoftmax(
  { axis }: AttributesOf<"softmax">,
  context: LayerContext,
  forward: (line: Line, x: Floats, y: Floats, at: number) => void,
  backward: (line: Line, dy: Floats, y: Floats, dx: Floats, at: number) => void,
): TrainableLayer {
  const { outputShape } = context;
  const along = axis ?? outputShape.length - 1;
  const length = outputShape[along]!;
  const stride = strideInMemory(outputShape, along);
  const line: Line = { stride, reach: stride * length };
  // Each line begins where its axis' index is 0.
  const firsts = placesInMemory(outputShape).filter(
    (place) => Math.floor(place / stride) % length === 0,
  );
  const width = size(outputShape);
  const y = allocateBatch(context, outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  return {
    parameters: [],
    forward([x], count) {
      for (let n = 0; n < count; n++) {
        for (const first of firsts) forward(line, x!, y, n * width + first);
      }
      return y;
    },
    backward(dy, count) {
      for (let n = 0; dx && n < count; n++) {
        for (const first of firsts) backward(line, dy, y, dx, n * width + first);
      }
      return gradients;
    },
  };
}

function largest({ stride, reach }: Line, x: Floats, at: number): number {
  let max = -Infinity;
  for (let i = at; i < at + reach; i += stride) max = Math.max(max, x[i]!);
  return max;
}

/** Σ e^(x - max x) */
function sumOfPowers(line: Line, x: Floats, at: number): number {
  const max = largest(line, x, at);
  let sum = 0;
  for (let i = at; i < at + line.reach; i += line.stride) sum += Math.exp(x[i]! - max);
  return sum;
}
