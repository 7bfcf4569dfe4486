import { expect, test } from "vitest";
import { argmax } from "./argmax.js";
import { dot } from "./dot.js";
import { ShapeError } from "./errors.js";
import { arange, dtype, ndim, ones, shape, tensor, zeros } from "./tensor.js";
import { reshape, row, rows } from "./views.js";

test("tensor takes its shape from the nesting and is float64 unless told otherwise", () => {
  const t = tensor([
    [[1], [2]],
    [[3], [4]],
  ]);
  expect([ndim(t), shape(t), dtype(t)]).toEqual([3, [2, 2, 1], "float64"]);
  expect(tensor(5)).toEqual({ data: Float64Array.of(5), shape: [] });
  expect(tensor([])).toEqual({ data: new Float64Array(), shape: [0] });
  expect(dtype(tensor([1, 2], "uint8"))).toBe("uint8");
});

test("ragged nesting is refused", () => {
  expect(() => tensor([[1, 2], [3]])).toThrow(ShapeError);
  expect(() => tensor([[1, 2], 3])).toThrow("inhomogeneous shape: rows of shape (2,) and ()");
});

test("zeros, ones and arange", () => {
  expect(zeros([2, 2], "int32")).toEqual(
    tensor(
      [
        [0, 0],
        [0, 0],
      ],
      "int32",
    ),
  );
  expect(ones([3])).toEqual(tensor([1, 1, 1]));
  expect(arange(0, 5, 2)).toEqual(tensor([0, 2, 4]));
  expect(arange(3, 0)).toEqual(tensor([]));
  expect(arange(3, 0, -1)).toEqual(tensor([3, 2, 1]));
});

test("reshape works out one axis and shares its data", () => {
  const t = arange(0, 6);
  expect(reshape(t, [2, -1])).toEqual(
    tensor([
      [0, 1, 2],
      [3, 4, 5],
    ]),
  );
  expect(reshape(t, [3, 2]).data).toBe(t.data);
});

// np.zeros(6).reshape(4), .reshape(-1, 4), .reshape(-1, -1)
test.each([
  [[4], "cannot reshape array of size 6 into shape (4,)"],
  [[-1, 4], "cannot reshape array of size 6 into shape (-1,4)"],
  [[-1, -1], "can only specify one unknown dimension"],
  [[-2, -3], "cannot reshape array of size 6"],
])("reshape refuses %j", (to, message) => {
  expect(() => reshape(zeros([6]), to)).toThrow(message);
});

test("rows are views: x[start:stop] and x[i], from the end too", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(rows(x, 1, 3)).toEqual(
    tensor([
      [3, 4],
      [5, 6],
    ]),
  );
  expect(rows(x, 2, 9)).toEqual(tensor([[5, 6]]));
  expect(row(x, -1)).toEqual(tensor([5, 6]));
  expect(row(x, 1).data.buffer).toBe(x.data.buffer);
  expect(row(tensor([7, 8]), 1)).toEqual(tensor(8));
  expect(() => row(x, 3)).toThrow("index 3 is out of bounds for axis 0 with size 3");
  expect(() => row(tensor(1), 0)).toThrow("a scalar has no rows");
});

// np.dot(np.zeros(3), np.zeros(2)), np.dot(np.zeros((2, 3)), np.zeros((2, 2)))
test("dot refuses shapes that are not aligned in NumPy's words, with both as fields", () => {
  expect(() => dot(zeros([3]), zeros([2]))).toThrow(
    "shapes (3,) and (2,) not aligned: 3 (dim 0) != 2 (dim 0)",
  );
  const product = (): unknown => dot(zeros([2, 3]), zeros([2, 2]));
  expect(product).toThrow("shapes (2,3) and (2,2) not aligned: 3 (dim 1) != 2 (dim 0)");
  expect(product).toThrow(expect.objectContaining({ op: "dot", left: [2, 3], right: [2, 2] }));
  expect(() => dot(tensor(1), zeros([2]))).toThrow("expected 1-D or 2-D operands");
});

// np.argmax([[1, 5, 5], [7, 2, 0]], axis=…)
test("argmax: flattened, along an axis, the first of equals, NaN largest", () => {
  const x = tensor([
    [1, 5, 5],
    [7, 2, 0],
  ]);
  expect(argmax(x)).toBe(3);
  expect(argmax(x, 1)).toEqual(tensor([1, 0], "int32"));
  expect(argmax(x, 0)).toEqual(tensor([1, 0, 0], "int32"));
  expect(argmax(x, -1)).toEqual(argmax(x, 1));
  expect(argmax(tensor([1, NaN, 3, NaN]))).toBe(1);
  expect(() => argmax(x, 2)).toThrow("axis 2 is out of bounds for array of dimension 2");
  expect(() => argmax(tensor([]))).toThrow("attempt to get argmax of an empty sequence");
});
