import { requireArgument, ShapeError, type Expectation } from "@evalpool/errors";
import { resolveAxis } from "./axis.js";
import { allocate, dtypeOf, promote, type TypedArray } from "./dtype.js";
import { requireIntegers } from "./require-integers.js";
import { requireTensor } from "./require-tensor.js";
import { size, type Tensor } from "./tensor.js";

/**
 * The axes in another order (`numpy.transpose`): axis i of the result is axis `order[i]` of t. Without
 * `order` theirs is reversed.
 *
 * @throws {ShapeError} with NumPy's message when they are not those of t, each once
 */
export function transpose<A extends TypedArray>(
  t: Tensor<A>,
  order?: readonly number[],
): Tensor<A> {
  requireTensor("transpose", t);
  const { shape, data } = t;
  const axes = order ?? shape.map((_, i) => shape.length - 1 - i);
  requireIntegers("transpose", shape, axes);
  if (axes.length !== shape.length) {
    throw new ShapeError("transpose", [shape, axes], "axes don't match array");
  }
  const places = axes.map((axis) => resolveAxis("transpose", shape, axis).axis);
  if (new Set(places).size !== places.length) {
    throw new ShapeError("transpose", [shape, axes], "repeated axis in transpose");
  }
  const out = data.slice() as A;
  // Along the last axis the source is the same step further each time.
  const last = places.at(-1);
  const length = last === undefined ? 1 : shape[last]!;
  const step = last === undefined ? 0 : size(shape.slice(last + 1));
  const sourceOf = sourcesOfTransposed(shape, places);
  for (let row = 0; row < out.length; row += length) {
    for (let i = 0, from = sourceOf(row); i < length; i++, from += step) out[row + i] = data[from]!;
  }
  return { data: out, shape: places.map((axis) => shape[axis]!) };
}

/** For each flat index of a transposed array, in turn, the flat index of where it comes from. */
function sourcesOfTransposed(
  shape: readonly number[],
  axes: readonly number[],
): (index: number) => number {
  const lengths = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => size(shape.slice(axis + 1)));
  return (index) => {
    let at = 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      at += (index % lengths[axis]!) * steps[axis]!;
      index = Math.floor(index / lengths[axis]!);
    }
    return at;
  };
}

const list: Expectation = { expected: "an array of tensors", isMet: Array.isArray };

/**
 * Tensors one after the other along an axis that they have (`numpy.concatenate`).
 *
 * @throws {ShapeError} with NumPy's message when their other axes differ
 */
export function concatenate(tensors: readonly Tensor[], axis = 0): Tensor {
  requireArgument("concatenate", list, tensors);
  for (const t of tensors) requireTensor("concatenate", t);
  const [first] = tensors;
  if (first === undefined) {
    throw new ShapeError("concatenate", [], "need at least one array to concatenate");
  }
  const shapes = tensors.map(({ shape }) => shape);
  const { axis: along, outer } = resolveAxis("concatenate", first.shape, axis);
  for (const [i, shape] of shapes.entries()) requireAlike(first.shape, shape, along, i, shapes);
  const blocks = shapes.map((shape) => size(shape.slice(along)));
  const block = blocks.reduce((sum, length) => sum + length, 0);
  const dtype = tensors.map(({ data }) => dtypeOf(data)).reduce(promote);
  const out = allocate(dtype, outer * block);
  let start = 0;
  for (const [i, { data }] of tensors.entries()) {
    const length = blocks[i]!;
    // Of nothing there is nothing to copy, however often.
    for (let o = 0; length > 0 && o < outer; o++) {
      out.set(data.subarray(o * length, (o + 1) * length), o * block + start);
    }
    start += length;
  }
  const length = shapes.reduce((sum, shape) => sum + shape[along]!, 0);
  return { data: out, shape: first.shape.toSpliced(along, 1, length) };
}

function requireAlike(
  first: readonly number[],
  shape: readonly number[],
  along: number,
  index: number,
  shapes: readonly (readonly number[])[],
): void {
  const all = "all the input array dimensions except for the concatenation axis must match exactly";
  if (shape.length !== first.length) {
    const reason =
      "all the input arrays must have same number of dimensions, but the array at index 0 has " +
      `${first.length} dimension(s) and the array at index ${index} has ${shape.length} dimension(s)`;
    throw new ShapeError("concatenate", shapes, reason);
  }
  const odd = shape.findIndex((length, axis) => axis !== along && length !== first[axis]);
  if (odd === -1) return;
  const reason =
    `${all}, but along dimension ${odd}, the array at index 0 has size ${first[odd]} and the ` +
    `array at index ${index} has size ${shape[odd]}`;
  throw new ShapeError("concatenate", shapes, reason);
}
