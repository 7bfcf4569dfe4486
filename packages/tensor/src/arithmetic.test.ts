import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { add, divide, multiply, subtract } from "./arithmetic.js";
import { format } from "./format.js";
import { arange, dtype, ones, size, tensor, zeros, type Tensor } from "./tensor.js";
import { reshape } from "./views.js";

// np.array([[1, 2], [3, 4]]) op np.array([10, 20])
test("a row is added to every row", () => {
  const a = tensor([
    [1, 2],
    [3, 4],
  ]);
  const b = tensor([10, 20]);
  expect(add(a, b)).toEqual(
    tensor([
      [11, 22],
      [13, 24],
    ]),
  );
  expect(subtract(a, b)).toEqual(
    tensor([
      [-9, -18],
      [-7, -16],
    ]),
  );
  expect(multiply(a, b)).toEqual(
    tensor([
      [10, 40],
      [30, 80],
    ]),
  );
  expect(divide(b, a)).toEqual(
    tensor([
      [10, 10],
      [10 / 3, 5],
    ]),
  );
});

test("a column and a row make a matrix", () => {
  expect(add(tensor([[1], [2]]), tensor([10, 20]))).toEqual(
    tensor([
      [11, 21],
      [12, 22],
    ]),
  );
});

test("numbers are broadcast to any shape", () => {
  expect(divide(tensor([[2, 4]]), 2)).toEqual(tensor([[1, 2]]));
  expect(subtract(1, tensor([0.25]))).toEqual(tensor([0.75]));
});

/** Two shapes of up to 4 axes, and what they broadcast to. */
const shapes = fc
  .array(fc.tuple(fc.nat(4), fc.constantFrom("both", "a", "b")), { maxLength: 4 })
  .chain((axes) => {
    // A length of 1 fits any other, and leading ones may be left out.
    const only = (one: string): number[] =>
      axes.map(([length, whose]) => (whose === one ? 1 : length));
    const full = axes.map(([length]) => length);
    return fc.record({
      full: fc.constant(full),
      a: shortened(only("b")),
      b: shortened(only("a")),
    });
  })
  .filter(({ full, a, b }) => Math.max(a.length, b.length) === full.length);

function shortened(shape: number[]): fc.Arbitrary<number[]> {
  const other = shape.findIndex((length) => length !== 1);
  return fc.nat(other === -1 ? shape.length : other).map((count) => shape.slice(count));
}

test("broadcasting agrees with its definition: element [i, j, …] of each, 0 where an axis is 1", () => {
  fc.assert(
    fc.property(shapes, ({ full, a, b }) => {
      const left = numbered(a);
      const right = numbered(b);
      const sum = add(left, multiply(right, 1000));
      const expected = Array.from({ length: size(full) }, (_, flat) => {
        const index = unravel(flat, full);
        return at(left, index) + 1000 * at(right, index);
      });
      expect(sum.shape).toEqual(full);
      expect(Array.from(sum.data)).toEqual(expected);
    }),
  );
});

function numbered(shape: number[]): Tensor {
  return reshape(arange(0, size(shape)), shape);
}

function unravel(flat: number, shape: readonly number[]): number[] {
  return shape.map((length, axis) => Math.floor(flat / size(shape.slice(axis + 1))) % length);
}

function at(t: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - t.shape.length);
  const flat = own.reduce((sum, i, axis) => {
    return sum + (t.shape[axis] === 1 ? 0 : i) * size(t.shape.slice(axis + 1));
  }, 0);
  return t.data[flat]!;
}

// Each message is that of np.zeros(left) + np.zeros(right).
test.each([
  [[2, 3], [2], "operands could not be broadcast together with shapes (2,3) (2,)"],
  [[4], [3], "operands could not be broadcast together with shapes (4,) (3,)"],
  [[0], [2], "operands could not be broadcast together with shapes (0,) (2,)"],
  [[2, 1, 3], [4, 2], "operands could not be broadcast together with shapes (2,1,3) (4,2)"],
])("%j and %j are refused in NumPy's words, with both as fields", (left, right, message) => {
  for (const [op, f] of Object.entries({ add, subtract, multiply, divide })) {
    expect(() => f(zeros(left), zeros(right))).toThrow(ShapeError);
    expect(() => f(zeros(left), zeros(right))).toThrow(
      expect.objectContaining({ op, shapes: [left, right], message }),
    );
  }
});

// (np.zeros(1, a) + np.zeros(1, b)).dtype, (np.zeros(1, a) / np.ones(1, b)).dtype
test.each([
  ["float64", "float64", "float64", "float64"],
  ["float64", "float32", "float64", "float64"],
  ["float64", "int32", "float64", "float64"],
  ["float64", "uint8", "float64", "float64"],
  ["float32", "float32", "float32", "float32"],
  ["float32", "int32", "float64", "float64"],
  ["float32", "uint8", "float32", "float32"],
  ["int32", "int32", "int32", "float64"],
  ["int32", "uint8", "int32", "float64"],
  ["uint8", "uint8", "uint8", "float64"],
] as const)("%s and %s give %s, divided %s", (a, b, sum, quotient) => {
  for (const [left, right] of [
    [a, b],
    [b, a],
  ] as const) {
    expect(dtype(add(zeros([1], left), ones([1], right)))).toBe(sum);
    expect(dtype(divide(zeros([1], left), ones([1], right)))).toBe(quotient);
  }
});

// (np.ones(1, dtype) * number).dtype; where NumPy refuses an integer, that of its float.
test.each([
  ["float32", 1.5, "float32"],
  ["float32", 1e300, "float32"],
  ["int32", 2, "int32"],
  ["int32", 1.5, "float64"],
  ["int32", 2 ** 31, "float64"],
  ["int32", NaN, "float64"],
  ["uint8", 255, "uint8"],
  ["uint8", 256, "float64"],
  ["uint8", -1, "float64"],
] as const)("%s with the number %f gives %s", (type, number, result) => {
  expect(dtype(multiply(ones([1], type), number))).toBe(result);
  expect(dtype(multiply(number, ones([1], type)))).toBe(result);
});

// np.array([5], "uint8") + 300.0; np.array([5], "uint8") - np.array([7], "uint8")
test("a number too large for bytes is not wrapped, two bytes are", () => {
  expect(add(tensor([5], "uint8"), 300)).toEqual(tensor([305]));
  expect(subtract(tensor([5], "uint8"), tensor([7], "uint8"))).toEqual(tensor([254], "uint8"));
});

// op(np.array([a], dtype), np.array([b], dtype)): integers wrap around as C's do
test.each([
  [multiply, "int32", 2147483647, 2147483647, 1],
  [multiply, "int32", -2147483648, -1, -2147483648],
  [multiply, "int32", 123456789, 987654321, -67153019],
  [add, "int32", 2147483647, 1, -2147483648],
  [subtract, "int32", -2147483648, 1, 2147483647],
  [multiply, "uint8", 200, 200, 64],
  [add, "uint8", 200, 100, 44],
  [subtract, "uint8", 3, 5, 254],
] as const)("%o of %s %d and %d is %d", (op, type, a, b, result) => {
  expect(op(tensor([a], type), tensor([b], type))).toEqual(tensor([result], type));
  expect(op(tensor([a], type), b)).toEqual(tensor([result], type));
});

// What C computes: (int32_t)((int64_t)a * b), in 64 bits.
test("integers agree with whole numbers of any length, cut to their bits", () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(int32, int32, (a, b) => {
      const [x, y] = [tensor([a], "int32"), tensor([b], "int32")];
      const [m, n] = [BigInt(a), BigInt(b)];
      expect(multiply(x, y).data[0]).toBe(Number(BigInt.asIntN(32, m * n)));
      expect(add(x, y).data[0]).toBe(Number(BigInt.asIntN(32, m + n)));
      expect(subtract(x, y).data[0]).toBe(Number(BigInt.asIntN(32, m - n)));
      const [u, v] = [a & 255, b & 255];
      const bytes = multiply(tensor([u], "uint8"), tensor([v], "uint8"));
      expect(bytes.data[0]).toBe((u * v) % 256);
    }),
  );
});

// np.array([5, 0], "int32") / np.array([0, 0], "int32"): inf, nan
test("integers divided by 0 are floats", () => {
  expect(divide(tensor([5, 0], "int32"), tensor([0, 0], "int32"))).toEqual(tensor([Infinity, NaN]));
});

// np.array([1], "uint8") * -0.0: -0., float64, for no integer is -0
test("-0 is a float", () => {
  expect(multiply(tensor([1], "uint8"), -0)).toEqual(tensor([-0]));
  expect(multiply(tensor([-5], "int32"), 0)).toEqual(tensor([0], "int32"));
});

// np.add(np.zeros((10**6, 1)), np.zeros((1, 10**6))): MemoryError, Unable to allocate 7.28 TiB …
test("a result that no memory holds is refused", () => {
  const rows: Tensor = { data: new Uint8Array(2 ** 27), shape: [2 ** 27, 1] };
  const columns: Tensor = { data: rows.data, shape: [1, 2 ** 27] };
  expect(() => add(rows, columns)).toThrow(
    "Unable to allocate 18014398509481984 bytes for an array of data type uint8",
  );
});

// print(np.array([9], "float32") * 0.1); float64's 0.1 would give [0.9]
test("a number is rounded to float32 before it meets one", () => {
  expect(format(multiply(tensor([9], "float32"), 0.1))).toBe("[0.90000004]");
});

// 1 + 2
test("two numbers give a scalar", () => {
  expect(add(1, 2)).toEqual(tensor(3));
});
