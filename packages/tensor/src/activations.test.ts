import fc from "fast-check";
import { expect, test } from "vitest";
import { identity, relu, sigmoid, softmax, step } from "./activations.js";
import { format } from "./format.js";
import { dtype, tensor, zeros, type Tensor } from "./tensor.js";
import { linesAlong } from "./testing/lines-along.js";

// (x > 0).astype(int)
test("step is int32, and 0 at 0", () => {
  expect(step(tensor([-1, 0, 1e-300, NaN]))).toEqual(tensor([0, 0, 1, 0], "int32"));
});

// print(1 / (1 + np.exp(-np.array([-1.0, 1, 2]))))
test("sigmoid gives what NumPy prints for it", () => {
  expect(format(sigmoid(tensor([-1, 1, 2])))).toBe("[0.26894142 0.73105858 0.88079708]");
});

test("sigmoid saturates to exactly 0 and 1, without NaN", () => {
  expect(Array.from(sigmoid(tensor([-1000, 0, 1000])).data)).toEqual([0, 0.5, 1]);
});

test("sigmoid(-x) is 1 - sigmoid(x)", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => {
      const [up = NaN, down = NaN] = sigmoid(tensor([x, -x])).data;
      expect(Math.abs(up + down - 1)).toBeLessThanOrEqual(2 ** -51);
    }),
  );
});

// np.maximum(0, x)
test("relu keeps the dtype, and NaN", () => {
  expect(relu(tensor([-3, 4], "int32"))).toEqual(tensor([0, 4], "int32"));
  expect(Array.from(relu(tensor([NaN, -1, 2.5])).data)).toEqual([NaN, 0, 2.5]);
});

// np.maximum(0, np.array([-0.0, 0.0])), in float32 too
test("relu keeps -0", () => {
  for (const type of ["float64", "float32"] as const) {
    expect(relu(tensor([-0, 0, -1e-300], type))).toEqual(
      tensor([-0, 0, type === "float32" ? -0 : 0], type),
    );
  }
});

test("identity is x itself", () => {
  const x = tensor([1, 2]);
  expect(identity(x)).toBe(x);
});

// e = np.exp(np.array([0.3, 2.9, 4.0])); print(e / e.sum())
test("softmax gives what NumPy prints for it", () => {
  expect(format(softmax(tensor([0.3, 2.9, 4])))).toBe("[0.01821127 0.24519181 0.73659691]");
});

// np.exp([1010, 1000, 990]) overflows; x = [1010, 1000, 990]; e = np.exp(x - np.max(x)); e / e.sum()
test("softmax of large values is finite", () => {
  const y = softmax(tensor([1010, 1000, 990]));
  for (const [i, value] of [
    0.999954600070331, 4.539786860886666e-5, 2.061060046209062e-9,
  ].entries())
    expect(Math.abs(y.data[i]! - value)).toBeLessThan(1e-15);
});

// e = np.exp(x - x.max(axis=0)); e / e.sum(axis=0) for x = np.array([[1, 2], [3, 2]])
test("softmax along axis 0", () => {
  const y = softmax(
    tensor([
      [1, 2],
      [3, 2],
    ]),
    0,
  );
  expect(format(y)).toBe("[[0.11920292 0.5       ]\n [0.88079708 0.5       ]]");
});

const cubes = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 4 }))).chain((shape) => {
  const length = shape.reduce((a, b) => a * b);
  const data = fc.float64Array({
    minLength: length,
    maxLength: length,
    min: -50,
    max: 50,
    noNaN: true,
  });
  return data.map((data): Tensor => ({ data, shape }));
});

test("softmax along any axis is the softmax of each line, and sums to 1 in each", () => {
  fc.assert(
    fc.property(cubes, fc.nat(2), (x, axis) => {
      const y = softmax(x, axis);
      expect(y.shape).toEqual(x.shape);
      const lines = linesAlong(y, axis);
      expect(lines).toEqual(
        linesAlong(x, axis).map((line) => Array.from(softmax(tensor(line)).data)),
      );
      for (const line of lines) expect(line.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      expect(softmax(x, axis - 3)).toEqual(y);
    }),
  );
});

test("softmax runs along the last axis unless told otherwise, and refuses one that is not there", () => {
  const x = tensor([
    [1, 2],
    [3, 2],
  ]);
  expect(softmax(x)).toEqual(softmax(x, 1));
  expect(() => softmax(x, 2)).toThrow("axis 2 is out of bounds for array of dimension 2");
  expect(() => softmax(x, -3)).toThrow("axis -3 is out of bounds for array of dimension 2");
});

// e = np.exp(x - x.max(axis=axis, keepdims=True)); e / e.sum(axis=axis, keepdims=True)
test("softmax of a scalar is 1: it has one axis, of one element", () => {
  for (const y of [softmax(tensor(5)), softmax(tensor(5), 0), softmax(tensor(5), -1)]) {
    expect(y).toEqual(tensor(1));
  }
  for (const axis of [1, -2]) {
    const message = `axis ${axis} is out of bounds for array of dimension 0`;
    expect(() => softmax(tensor(5), axis)).toThrow(message);
  }
  expect(() => softmax(tensor([5]), 0.5)).toThrow(
    "'float' object cannot be interpreted as an integer",
  );
});

test("softmax of no lines is none, of lines of nothing it is refused", () => {
  expect(softmax(zeros([0, 3]))).toEqual(zeros([0, 3]));
  const message = "zero-size array to reduction operation maximum which has no identity";
  expect(() => softmax(zeros([0, 3]), 0)).toThrow(message);
  expect(() => softmax(zeros([2, 0]))).toThrow(message);
  expect(() => softmax(tensor([]))).toThrow(message);
});

// softmax of [np.nan, 0], [np.inf, 0], [-np.inf, -np.inf], [-np.inf, 0]
test("softmax has no probabilities where logits are not finite", () => {
  for (const x of [
    [NaN, 0],
    [Infinity, 0],
    [-Infinity, -Infinity],
  ]) {
    expect(softmax(tensor(x))).toEqual(tensor([NaN, NaN]));
  }
  expect(softmax(tensor([-Infinity, 0]))).toEqual(tensor([0, 1]));
});

// sigmoid(np.zeros(1, dtype)).dtype
test.each([sigmoid, softmax])("%o keeps a float's dtype and makes float64 of integers", (f) => {
  expect(dtype(f(tensor([0], "float32")))).toBe("float32");
  expect(dtype(f(tensor([0], "int32")))).toBe("float64");
  expect(dtype(f(tensor([0], "uint8")))).toBe("float64");
});
