import { ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, isFloat } from "./dtype.js";
import { resolveAxis } from "./axis.js";
import { requireTensor } from "./require-tensor.js";
import type { Tensor } from "./tensor.js";

/** 1 where x > 0, else 0, as int32 (`(x > 0).astype(int)`). */
export function step(x: Tensor): Tensor<Int32Array> {
  requireTensor("step", x);
  return { data: Int32Array.from(x.data, (value) => (value > 0 ? 1 : 0)), shape: x.shape };
}

/** `1 / (1 + exp(-x))`, elementwise. Saturates to 0 and 1 without NaN. */
export function sigmoid(x: Tensor): Tensor {
  return mapWith("sigmoid", x, (value) => 1 / (1 + Math.exp(-value)));
}

/** `max(0, x)`, elementwise (`numpy.maximum(0, x)`, which keeps NaN and -0). */
export function relu(x: Tensor): Tensor {
  requireTensor("relu", x);
  const data = allocate(dtypeOf(x.data), x.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = x.data[i]!;
    data[i] = value < 0 ? 0 : value;
  }
  return { data, shape: x.shape };
}

/** x itself: the output activation of a regression. */
export function identity(x: Tensor): Tensor {
  return x;
}

/**
 * `exp(x - max(x)) / Σ exp(x - max(x))` along `axis` (the last one unless told otherwise).
 * Taking the maximum off first keeps large inputs finite and leaves the result the same.
 *
 * @throws {ShapeError} when x has no such axis, or nothing along it
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  return softmaxWith("softmax", x, axis, (below, sum) => Math.exp(below) / sum);
}

/** The logarithm of `softmax`, `x - max(x) - ln Σ exp(x - max(x))`. @throws {ShapeError} as that */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return softmaxWith("logSoftmax", x, axis, (below, sum) => below - Math.log(sum));
}

/** @param finish the result, of x - max(x) and the sum of its powers */
function softmaxWith(
  op: string,
  x: Tensor,
  axis: number,
  finish: (below: number, sum: number) => number,
): Tensor {
  requireTensor(op, x);
  const { outer, length, inner } = resolveAxis(op, x.shape, axis);
  if (length === 0) {
    const message = "zero-size array to reduction operation maximum which has no identity";
    throw new ShapeError(op, [x.shape], message);
  }
  const out = floats(x);
  for (let group = 0; group < outer * inner; group++) {
    const start = Math.floor(group / inner) * length * inner + (group % inner);
    const stop = start + length * inner;
    let max = -Infinity;
    for (let i = start; i < stop; i += inner) max = Math.max(max, x.data[i]!);
    let sum = 0;
    for (let i = start; i < stop; i += inner) sum += Math.exp(x.data[i]! - max);
    for (let i = start; i < stop; i += inner) out[i] = finish(x.data[i]! - max, sum);
  }
  return { data: out, shape: x.shape };
}

/** The activation functions by the names that a network's spec uses. */
export const activations = { step, sigmoid, relu, softmax, identity } as const;

/** `f` of each value, in x's own dtype if that is a float, else float64 (`numpy.vectorize(f)(x)`). */
export function map(x: Tensor, f: (value: number) => number): Tensor {
  return mapWith("map", x, f);
}

function mapWith(op: string, x: Tensor, f: (value: number) => number): Tensor {
  requireTensor(op, x);
  const data = floats(x);
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!);
  return { data, shape: x.shape };
}

/** Room for a real-valued result: x's own dtype if that is a float, else float64. */
function floats(x: Tensor): Float32Array | Float64Array {
  const dtype = dtypeOf(x.data);
  return allocate(isFloat(dtype) ? dtype : "float64", x.data.length);
}
