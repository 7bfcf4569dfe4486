import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { sigmoid } from "./activations.js";
import { add } from "./arithmetic.js";
import { dot } from "./dot.js";
import { format } from "./format.js";
import { dtype, tensor, zeros, type Tensor } from "./tensor.js";
import { reshape } from "./views.js";

function matrix(columns: number, values: number[]): Tensor {
  return reshape(tensor(values), [-1, columns]);
}

// Each row is a, b and np.dot(a, b).
test.each<[string, Tensor, Tensor, Tensor]>([
  ["[2,2]·[2,2]", matrix(2, [1, 2, 3, 4]), matrix(2, [5, 6, 7, 8]), matrix(2, [19, 22, 43, 50])],
  ["swapped", matrix(2, [5, 6, 7, 8]), matrix(2, [1, 2, 3, 4]), matrix(2, [23, 34, 31, 46])],
  [
    "[2,3]·[3,2]",
    matrix(3, [1, 2, 3, 4, 5, 6]),
    matrix(2, [1, 2, 3, 4, 5, 6]),
    matrix(2, [22, 28, 49, 64]),
  ],
  ["[3,2]·[2]", matrix(2, [1, 2, 3, 4, 5, 6]), tensor([7, 8]), tensor([23, 53, 83])],
  ["[2]·[2,3]", tensor([1, 2]), matrix(3, [1, 3, 5, 2, 4, 6]), tensor([5, 11, 17])],
  ["[3]·[3]", tensor([1, 2, 3]), tensor([4, 5, 6]), tensor(32)],
])("%s", (_, a, b, product) => {
  expect(dot(a, b)).toEqual(product);
});

// np.dot(np.zeros((2, 0)), np.zeros((0, 2)))
test("a sum of nothing is 0", () => {
  expect(dot(zeros([2, 0]), zeros([0, 2]))).toEqual(zeros([2, 2]));
});

// np.dot(np.ones(1, "float32"), np.ones(1, "int32")).dtype
test("the product has the dtype that holds both", () => {
  expect(dtype(dot(zeros([1], "float32"), zeros([1], "float32")))).toBe("float32");
  expect(dtype(dot(zeros([1], "float32"), zeros([1], "int32")))).toBe("float64");
});

// a1 = np.dot(x, W1) + b1; z1 = 1 / (1 + np.exp(-a1)); …; print(a1, z1, a2, y)
test("a network of three layers gives what NumPy prints for it", () => {
  const w1 = matrix(3, [0.1, 0.3, 0.5, 0.2, 0.4, 0.6]);
  const w2 = matrix(2, [0.1, 0.4, 0.2, 0.5, 0.3, 0.6]);
  const w3 = matrix(2, [0.1, 0.3, 0.2, 0.4]);
  const a1 = add(dot(tensor([1, 0.5]), w1), tensor([0.1, 0.2, 0.3]));
  const z1 = sigmoid(a1);
  const a2 = add(dot(z1, w2), tensor([0.1, 0.2]));
  const y = add(dot(sigmoid(a2), w3), tensor([0.1, 0.2]));
  expect([a1, z1, a2, y].map(format)).toEqual([
    "[0.3 0.7 1.1]",
    "[0.57444252 0.66818777 0.75026011]",
    "[0.51615984 1.21402696]",
    "[0.31682708 0.69627909]",
  ]);
});

// Each message is that of np.dot(np.zeros(a), np.zeros(b)).
test.each([
  [[2, 3], [2, 2], "shapes (2,3) and (2,2) not aligned: 3 (dim 1) != 2 (dim 0)"],
  [[3], [2], "shapes (3,) and (2,) not aligned: 3 (dim 0) != 2 (dim 0)"],
  [[2, 3], [2], "shapes (2,3) and (2,) not aligned: 3 (dim 1) != 2 (dim 0)"],
  [[3], [2, 2], "shapes (3,) and (2,2) not aligned: 3 (dim 0) != 2 (dim 0)"],
])("refuses %j·%j in NumPy's words, with both shapes as fields", (left, right, message) => {
  const product = (): unknown => dot(zeros(left), zeros(right));
  expect(product).toThrow(ShapeError);
  expect(product).toThrow(expect.objectContaining({ op: "dot", left, right, message }));
});

test("refuses scalars and three axes, which np.dot would read in other ways", () => {
  expect(() => dot(tensor(1), zeros([2]))).toThrow(
    "dot: expected 1-D or 2-D operands, got shapes () and (2,)",
  );
  expect(() => dot(zeros([2]), zeros([1, 2, 3]))).toThrow("got shapes (2,) and (1,2,3)");
});
