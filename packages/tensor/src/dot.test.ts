import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { sigmoid } from "./activations.js";
import { add } from "./arithmetic.js";
import { dot, matmul } from "./dot.js";
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
  expect([a1, z1, a2, y].map((it) => format(it))).toEqual([
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
  expect(product).toThrow(expect.objectContaining({ op: "dot", shapes: [left, right], message }));
});

// Each message is that of np.matmul(np.zeros(a), np.zeros(b)).
const mismatch =
  "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature " +
  "(n?,k),(k,m?)->(n?,m?) (size 2 is different from 3)";
const tooFew = (operand: number) =>
  `matmul: Input operand ${operand} does not have enough dimensions (has 0, gufunc core with ` +
  "signature (n?,k),(k,m?)->(n?,m?) requires 1)";
test.each([
  [[2, 3], [2, 2], mismatch],
  [[3], [2], mismatch],
  [[2, 3], [2], mismatch],
  [[3], [2, 2], mismatch],
  [[], [2, 2], tooFew(0)],
  [[2, 2], [], tooFew(1)],
  [[], [], tooFew(0)],
])("matmul refuses %j·%j in NumPy's words", (left, right, message) => {
  const product = (): unknown => matmul(zeros(left), zeros(right));
  expect(product).toThrow(ShapeError);
  expect(product).toThrow(
    expect.objectContaining({ op: "matmul", shapes: [left, right], message }),
  );
});

test("matmul is dot for vectors and matrices, and refuses what it would read in another way", () => {
  const [a, b] = [matrix(3, [1, 2, 3, 4, 5, 6]), matrix(2, [1, 2, 3, 4, 5, 6])];
  expect(matmul(a, b)).toEqual(dot(a, b));
  expect(matmul(tensor([1, 2]), a)).toEqual(dot(tensor([1, 2]), a));
  expect(() => matmul(a, zeros([1, 3, 2]))).toThrow(
    "matmul: expected 1-D or 2-D operands, got shapes (2,3) and (1,3,2)",
  );
});

// np.dot(np.array(a, dtype), np.array(b, other)): integers wrap around as C's do
test("a sum of products of integers keeps its low bits", () => {
  const most = 2147483647;
  const int32 = (...values: number[]) => tensor(values, "int32");
  const uint8 = (...values: number[]) => tensor(values, "uint8");
  expect(dot(int32(most, most), int32(most, 1))).toEqual(tensor(-2147483648, "int32"));
  expect(dot(uint8(200, 100), uint8(200, 3))).toEqual(tensor(108, "uint8"));
  expect(dot(uint8(200, 100), int32(200, 3))).toEqual(tensor(40300, "int32"));
  // (np.full((1, 4096), most, "int32") @ np.full((4096, 1), most - 1, "int32")): [[8192]]
  const [a, b] = [
    tensor([new Array<number>(4096).fill(most)], "int32"),
    int32(...new Array<number>(4096).fill(most - 1)),
  ];
  expect(matmul(a, b)).toEqual(int32(8192));
});

test("integers agree with whole numbers of any length, cut to their bits", () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const pairs = fc.array(fc.tuple(int32, int32), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(pairs, (pairs) => {
      const exact = pairs.reduce((sum, [a, b]) => sum + BigInt(a) * BigInt(b), 0n);
      const [a, b] = [0, 1].map((i) =>
        tensor(
          pairs.map((pair) => pair[i]!),
          "int32",
        ),
      );
      expect(dot(a!, b!).data[0]).toBe(Number(BigInt.asIntN(32, exact)));
    }),
  );
});

test("refuses scalars and three axes, which np.dot would read in other ways", () => {
  expect(() => dot(tensor(1), zeros([2]))).toThrow(
    "dot: expected 1-D or 2-D operands, got shapes () and (2,)",
  );
  expect(() => dot(zeros([2]), zeros([1, 2, 3]))).toThrow("got shapes (2,) and (1,2,3)");
});
