import { ShapeError, UsageError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { logSoftmax, map, relu, sigmoid, softmax, step } from "./activations.js";
import { argmax } from "./argmax.js";
import { add, divide, multiply, subtract } from "./arithmetic.js";
import { dot, matmul } from "./dot.js";
import { format } from "./format.js";
import { concatenate, transpose } from "./rearrange.js";
import { dtype, ndim, ones, shape, tensor, zeros } from "./tensor.js";
import { reshape, row, rows } from "./views.js";

/** As from JavaScript, where no type is checked. */
type Call = (...args: readonly unknown[]) => unknown;

const x = tensor([1, 2]);
const one = (op: unknown, ...more: readonly unknown[]) => [
  (t: unknown) => (op as Call)(t, ...more),
];
const two = (op: unknown) => [
  (t: unknown) => (op as Call)(t, x),
  (t: unknown) => (op as Call)(x, t),
];

/** All that take a tensor, with each of theirs replaced in turn. */
const ops: Readonly<Record<string, readonly ((t: unknown) => unknown)[]>> = {
  ...{ add: two(add), subtract: two(subtract), multiply: two(multiply), divide: two(divide) },
  ...{ dot: two(dot), matmul: two(matmul) },
  ...{ step: one(step), sigmoid: one(sigmoid), relu: one(relu), map: one(map, Math.abs) },
  ...{ softmax: one(softmax), logSoftmax: one(logSoftmax), argmax: one(argmax) },
  ...{ transpose: one(transpose), reshape: one(reshape, [2]), row: one(row, 0) },
  ...{ rows: one(rows, 0, 1), format: one(format) },
  ...{ shape: one(shape), ndim: one(ndim), dtype: one(dtype) },
  concatenate: [(t) => concatenate([x, t as typeof x])],
};

describe.each(Object.entries(ops))("%s", (op, calls) => {
  test.each([
    [[1, 2], "an array"],
    [undefined, "undefined"],
    [{ data: [1, 2], shape: [2] }, "an object"],
    [{ data: x.data, shape: 2 }, "an object"],
    [{ data: x.data, shape: ["2"] }, "an object"],
  ])("takes no %j for a tensor", (t, got) => {
    const told = `${op}: expected a tensor { data, shape }, as tensor gives, got ${got}`;
    for (const call of calls) {
      expect(() => call(t)).toThrow(UsageError);
      expect(() => call(t)).toThrow(told);
    }
  });

  // The third value would be dropped, and one too few be NaN.
  test.each([1, 3])("takes no shape of 2 for %i elements", (length) => {
    const t = { data: new Float64Array(length), shape: [2] };
    const told = `${op}: expected 2 elements, as of shape (2,), got ${length}`;
    for (const call of calls) {
      expect(() => call(t)).toThrow(ShapeError);
      expect(() => call(t)).toThrow(told);
    }
  });
});

const call =
  (called: unknown, ...args: readonly unknown[]) =>
  () =>
    (called as Call)(...args);

test.each([
  // NaN, and 1 and 2, is what a typed array makes of them.
  [call(tensor, "x"), 'tensor: expected numbers in nested arrays, got "x"'],
  [call(tensor, [1, "2"]), 'tensor: expected numbers in nested arrays, got "2"'],
  [call(tensor, [[1], null]), "tensor: expected numbers in nested arrays, got null"],
  [call(tensor), "tensor: expected numbers in nested arrays, got undefined"],
  [call(tensor, Float32Array.of(1)), "tensor: expected numbers in nested arrays, got an object"],
  [call(tensor, [1], "float16"), "tensor: dtype: expected one of float32, float64, uint8, int32, "],
  [call(zeros, [1], "f4"), "zeros: dtype: expected one of float32, float64, uint8, int32, got"],
  [call(ones, [1], "f4"), "ones: dtype: expected one of float32, float64, uint8, int32, got"],
  [call(zeros, 3), "zeros: expected an array of whole numbers, got 3"],
  [call(ones), "ones: expected an array of whole numbers, got undefined"],
  [call(reshape, x, 2), "reshape: expected an array of whole numbers, got 2"],
  [call(transpose, x, 0), "transpose: expected an array of whole numbers, got 0"],
  [call(concatenate, x), "concatenate: expected an array of tensors, got an object"],
])("a caller without types is told what is wrong: %#", (misuse, told) => {
  expect(misuse).toThrow(UsageError);
  expect(misuse).toThrow(told);
});
