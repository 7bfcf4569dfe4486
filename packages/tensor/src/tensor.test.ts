import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { arange, dtype, ndim, ones, shape, tensor, zeros } from "./tensor.js";

// np.ndim(A), A.shape
test("tensor takes its shape from the nesting", () => {
  expect(shape(tensor([1, 2, 3, 4]))).toEqual([4]);
  const t = tensor([
    [[1], [2]],
    [[3], [4]],
  ]);
  expect([ndim(t), shape(t)]).toEqual([3, [2, 2, 1]]);
  expect(Array.from(t.data)).toEqual([1, 2, 3, 4]);
  expect(tensor(5)).toEqual({ data: Float64Array.of(5), shape: [] });
  expect(tensor([])).toEqual({ data: new Float64Array(), shape: [0] });
  expect(tensor([[], []])).toEqual({ data: new Float64Array(), shape: [2, 0] });
});

test.each(["float32", "float64", "int32", "uint8"] as const)("values are stored as %s", (type) => {
  for (const t of [tensor([1, 2], type), zeros([2], type), ones([2], type)]) {
    expect(dtype(t)).toBe(type);
  }
});

test("float64 unless told otherwise, so that no digit of a number is lost", () => {
  expect(tensor([0.1]).data[0]).toBe(0.1);
  for (const t of [tensor([1]), zeros([1]), ones([1]), arange(0, 1)]) {
    expect(dtype(t)).toBe("float64");
  }
});

test.each([
  [[[1, 2], [3]], "rows of shape (2,) and (1,)"],
  [[[1, 2], 3], "rows of shape (2,) and ()"],
  [[[], [1]], "rows of shape (0,) and (1,)"],
  [[[[1], [2]], [[3]]], "rows of shape (2,1) and (1,1)"],
])("ragged nesting %j is refused", (values, message) => {
  expect(() => tensor(values)).toThrow(ShapeError);
  expect(() => tensor(values)).toThrow(`inhomogeneous shape: ${message}`);
});

test("zeros and ones fill their shape", () => {
  expect(zeros([2, 3])).toEqual({ data: new Float64Array(6), shape: [2, 3] });
  expect(ones([3])).toEqual(tensor([1, 1, 1]));
  expect(ones([])).toEqual(tensor(1));
  expect(zeros([0, 3])).toEqual({ data: new Float64Array(), shape: [0, 3] });
});

// np.arange(start, stop, step)
test.each([
  [0, 5, 2, [0, 2, 4]],
  [0, 4, 2, [0, 2]],
  [3, 0, 1, []],
  [3, 0, -1, [3, 2, 1]],
  [1, 1.3, 0.1, [1, 1.1, 1.2000000000000002, 1.3000000000000003]],
])("arange from %f to %f in steps of %f", (start, stop, step, values) => {
  expect(arange(start, stop, step)).toEqual(tensor(values));
});

// np.arange(0, 1, 0) and np.arange(0, np.nan) are refused too.
test.each([
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 0],
  [0, NaN, 1],
])("arange from %f to %f in steps of %f is refused", (start, stop, step) => {
  expect(() => arange(start, stop, step)).toThrow(RangeError);
});
