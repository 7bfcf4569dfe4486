import { expect, test } from "vitest";
import { identity, relu, sigmoid, softmax, step } from "./activations.js";
import { tensor } from "./tensor.js";

test("step is int32: (x > 0).astype(int)", () => {
  expect(step(tensor([-1, 0, 1e-300, NaN]))).toEqual(tensor([0, 0, 1, 0], "int32"));
});

test("sigmoid saturates to exactly 0 and 1, without NaN", () => {
  expect(Array.from(sigmoid(tensor([-1000, 0, 1000])).data)).toEqual([0, 0.5, 1]);
});

test("relu keeps the dtype, and NaN as np.maximum(0, x) does", () => {
  expect(relu(tensor([-3, 4], "int32"))).toEqual(tensor([0, 4], "int32"));
  expect(Array.from(relu(tensor([NaN, -1])).data)).toEqual([NaN, 0]);
});

test("identity is x itself", () => {
  const x = tensor([1, 2]);
  expect(identity(x)).toBe(x);
});

// np.exp([1010, 1000, 990]) overflows; taking off the maximum first does not.
test("softmax of large values is finite and sums to 1", () => {
  const y = softmax(tensor([1010, 1000, 990]));
  expect(y.data[0]).toBeCloseTo(0.999954600070331, 14);
  const [a = NaN, b = NaN, c = NaN] = y.data;
  expect(a + b + c).toBeCloseTo(1, 14);
});

// e = np.exp(x - x.max(axis=0)); e / e.sum(axis=0) for x = [[1, 2], [3, 2]]
test("softmax runs along the axis that is asked for", () => {
  const x = tensor([
    [1, 2],
    [3, 2],
  ]);
  expect(softmax(x, 0).data[0]).toBeCloseTo(0.11920292202211755, 14);
  expect(softmax(x, 0).data[1]).toBe(0.5);
  expect(softmax(x).data[1]).toBeCloseTo(0.7310585786300049, 14);
  expect(() => softmax(x, 2)).toThrow("axis 2 is out of bounds for array of dimension 2");
});

test("floats keep their dtype, integers become float64", () => {
  expect(sigmoid(tensor([0], "float32")).data).toBeInstanceOf(Float32Array);
  expect(sigmoid(tensor([0], "int32")).data).toBeInstanceOf(Float64Array);
});
