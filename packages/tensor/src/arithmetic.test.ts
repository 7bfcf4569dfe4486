import fc from "fast-check";
import { expect, test } from "vitest";
import { add, divide, multiply, subtract } from "./arithmetic.js";
import { ShapeError } from "./errors.js";
import { arange, dtype, size, tensor, zeros, type Tensor } from "./tensor.js";
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

/** Two shapes of up to 4 axes that broadcast, and what they broadcast to. */
const shapes = fc
  .array(
    fc.record({ length: fc.integer({ min: 1, max: 4 }), one: fc.integer({ min: 0, max: 3 }) }),
    {
      maxLength: 4,
    },
  )
  .chain((axes) =>
    fc.record({
      full: fc.constant(axes.map(({ length }) => length)),
      a: fc.constant(axes.map(({ length, one }) => (one === 1 ? 1 : length))),
      b: fc.constant(axes.map(({ length, one }) => (one === 2 ? 1 : length))),
      dropped: fc.integer({ min: 0, max: axes.length }),
    }),
  );

test("broadcasting agrees with its definition: element [i, j, …] of each, 0 where an axis is 1", () => {
  fc.assert(
    fc.property(shapes, ({ a, b, dropped }) => {
      // Leading axes of length 1 may be left out.
      const droppable = b.findIndex((length) => length !== 1);
      const left = numbered(a);
      const right = numbered(b.slice(Math.min(dropped, droppable === -1 ? b.length : droppable)));
      const sum = add(left, multiply(right, 1000));
      const expected = Array.from({ length: size(sum.shape) }, (_, flat) => {
        const index = unravel(flat, sum.shape);
        return at(left, index) + 1000 * at(right, index);
      });
      expect(sum.shape).toEqual(a.map((length, axis) => Math.max(length, b[axis]!)));
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

// np.zeros((2, 3)) + np.zeros(2)
test("shapes that do not fit are refused in NumPy's words, with both as fields", () => {
  const sum = (): unknown => add(zeros([2, 3]), zeros([2]));
  expect(sum).toThrow("operands could not be broadcast together with shapes (2,3) (2,)");
  expect(sum).toThrow(ShapeError);
  expect(sum).toThrow(expect.objectContaining({ op: "add", left: [2, 3], right: [2] }));
});

// (np.array([1], a) + np.array([1], b)).dtype
test.each([
  ["float32", "float64", "float64"],
  ["float32", "int32", "float64"],
  ["float32", "uint8", "float32"],
  ["int32", "uint8", "int32"],
  ["uint8", "uint8", "uint8"],
] as const)("%s and %s give %s", (a, b, result) => {
  expect(dtype(add(zeros([1], a), zeros([1], b)))).toBe(result);
  expect(dtype(add(zeros([1], b), zeros([1], a)))).toBe(result);
});

// (np.array([1], "int32") / np.array([2], "int32")).dtype; np.array([1], "float32") * 1.5; …
test("division of integers is float64, and a bare number does not widen a float", () => {
  expect(dtype(divide(zeros([1], "int32"), zeros([1], "int32")))).toBe("float64");
  expect(dtype(multiply(zeros([1], "float32"), 1.5))).toBe("float32");
  expect(dtype(multiply(zeros([1], "int32"), 2))).toBe("int32");
  expect(dtype(multiply(zeros([1], "int32"), 1.5))).toBe("float64");
});
