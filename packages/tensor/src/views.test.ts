import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { arange, tensor, zeros } from "./tensor.js";
import { reshape, row, rows } from "./views.js";

// np.zeros(6).reshape(…).shape
test.each([
  [
    [2, -1],
    [2, 3],
  ],
  [[-1], [6]],
  [
    [-1, 1, 2],
    [3, 1, 2],
  ],
  [
    [3, 2],
    [3, 2],
  ],
])("reshape to %j gives %j", (to, shape) => {
  expect(reshape(zeros([6]), to).shape).toEqual(shape);
});

// np.zeros(0).reshape(-1, 3).shape, np.zeros(1).reshape(()).shape
test("reshape of nothing, and to a scalar", () => {
  expect(reshape(zeros([0]), [-1, 3]).shape).toEqual([0, 3]);
  expect(reshape(tensor([5]), [])).toEqual(tensor(5));
});

// np.zeros(6).reshape(4), …. NumPy leaves a leading -1 out of the shape that it names.
test.each([
  [[4], "cannot reshape array of size 6 into shape (4,)"],
  [[4, 4], "cannot reshape array of size 6 into shape (4,4)"],
  [[-1, 4], "cannot reshape array of size 6 into shape (-1,4)"],
  [[0, -1], "cannot reshape array of size 6 into shape (0,-1)"],
  [[-2, -3], "cannot reshape array of size 6 into shape (-2,-3)"],
  [[-1, -1], "can only specify one unknown dimension"],
])("reshape refuses %j", (to, message) => {
  const reshaped = (): unknown => reshape(zeros([6]), to);
  expect(reshaped).toThrow(ShapeError);
  expect(reshaped).toThrow(expect.objectContaining({ op: "reshape", shapes: [[6], to], message }));
});

const x = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
]);

// x[start:stop] for x = np.array([[1, 2], [3, 4], [5, 6]])
test.each([
  [1, 3, [3, 4, 5, 6]],
  [2, 9, [5, 6]],
  [-2, 3, [3, 4, 5, 6]],
  [-9, 1, [1, 2]],
  [0, -1, [1, 2, 3, 4]],
  [-2, -1, [3, 4]],
  [2, 1, []],
  [7, 9, []],
])("rows %i to %i", (start, stop, values) => {
  expect(rows(x, start, stop)).toEqual(reshape(tensor(values), [values.length / 2, 2]));
});

// x[index]
test("row takes off the first axis, and negative indices count from the end", () => {
  expect(row(x, 1)).toEqual(tensor([3, 4]));
  expect(row(x, -1)).toEqual(tensor([5, 6]));
  expect(row(x, -3)).toEqual(tensor([1, 2]));
  expect(row(tensor([7, 8]), 1)).toEqual(tensor(8));
});

// np.array([[1, 2], [3, 4], [5, 6]])[3]
test.each([3, -4])("row refuses index %i in NumPy's words", (index) => {
  const message = `index ${index} is out of bounds for axis 0 with size 3`;
  expect(() => row(x, index)).toThrow(
    expect.objectContaining({ name: "ShapeError", shapes: [[3, 2]], message }),
  );
});

// np.array(1.0)[0], np.array(1.0)[0:1]
test("a scalar has no rows", () => {
  const message = "too many indices for array: array is 0-dimensional, but 1 were indexed";
  expect(() => row(tensor(1), 0)).toThrow(ShapeError);
  expect(() => row(tensor(1), 0)).toThrow(message);
  expect(() => rows(tensor(1), 0, 1)).toThrow(message);
});

// x[1.5], x[np.nan], x[0:1.5], x[0:np.inf], x.reshape(1.5, 4): no number is rounded to an index.
test.each([1.5, NaN, Infinity])("refuses the index %f in NumPy's words", (index) => {
  expect(() => row(x, index)).toThrow("only integers, slices (`:`), ellipsis (`...`), ");
  const message = "slice indices must be integers or None or have an __index__ method";
  expect(() => rows(x, index, 3)).toThrow(message);
  expect(() => rows(x, 0, index)).toThrow(message);
  expect(() => reshape(x, [index, 4])).toThrow(
    "'float' object cannot be interpreted as an integer",
  );
});

// np.zeros((0, 3))[0]
test("nothing has no row", () => {
  const message = "index 0 is out of bounds for axis 0 with size 0";
  expect(() => row(zeros([0, 3]), 0)).toThrow(message);
  expect(rows(zeros([0, 3]), 0, 5).shape).toEqual([0, 3]);
  expect(row(zeros([3, 0]), 2).shape).toEqual([0]);
});

// A batch is cut from the test set without a copy of it.
test("views share their data", () => {
  const t = arange(0, 6);
  const matrix = reshape(t, [3, 2]);
  t.data[3] = 42;
  expect(Array.from(rows(matrix, 1, 3).data)).toEqual([2, 42, 4, 5]);
  expect(Array.from(row(matrix, 1).data)).toEqual([2, 42]);
  row(matrix, 1).data[0] = -1;
  expect(t.data[2]).toBe(-1);
});
