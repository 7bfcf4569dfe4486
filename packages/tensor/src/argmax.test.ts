import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { argmax } from "./argmax.js";
import { size, tensor, zeros } from "./tensor.js";
import { linesAlong } from "./testing/lines-along.js";

const x = tensor([
  [1, 5, 5],
  [7, 2, 0],
]);

// np.argmax(x), np.argmax(x, 0), np.argmax(x, 1) for x = np.array([[1, 5, 5], [7, 2, 0]])
test("finds the first of the largest, in all or along an axis", () => {
  expect(argmax(x)).toBe(3);
  expect(argmax(x, 0)).toEqual(tensor([1, 0, 0], "int32"));
  expect(argmax(x, 1)).toEqual(tensor([1, 0], "int32"));
});

test("negative axes count from the end", () => {
  expect(argmax(x, -1)).toEqual(argmax(x, 1));
  expect(argmax(x, -2)).toEqual(argmax(x, 0));
});

// np.argmax([1, np.nan, 3, np.nan])
test("NaN is largest, the first of several", () => {
  expect(argmax(tensor([1, NaN, 3, NaN]))).toBe(1);
});

test("every axis of every shape: the first NaN of a line, else the first of its largest", () => {
  // Few values, so that ties are common.
  const value = fc.constantFrom(-1, 0, 2, NaN);
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  const cases = shapes.chain((shape) => {
    const values = fc.array(value, { minLength: size(shape), maxLength: size(shape) });
    return fc.record({
      t: values.map((list) => ({ data: Float64Array.from(list), shape })),
      axis: fc.nat(shape.length - 1),
    });
  });
  fc.assert(
    fc.property(cases, ({ t, axis }) => {
      const got = argmax(t, axis);
      expect(got.shape).toEqual(t.shape.filter((_, other) => other !== axis));
      expect(Array.from(got.data)).toEqual(
        linesAlong(t, axis).map((line) =>
          line.some(Number.isNaN) ? line.findIndex(Number.isNaN) : line.indexOf(Math.max(...line)),
        ),
      );
    }),
  );
});

// np.zeros((0, 3)).argmax(1) is empty, np.zeros((0, 3)).argmax(0) a ValueError
test("refuses to find the largest of nothing", () => {
  expect(argmax(zeros([0, 3]), 1)).toEqual(tensor([], "int32"));
  const message = "attempt to get argmax of an empty sequence";
  expect(() => argmax(zeros([0, 3]), 0)).toThrow(message);
  expect(() => argmax(tensor([]))).toThrow(message);
});

// np.argmax(np.array(5.0), axis): 0 for 0 and -1
test("a scalar has one axis, of one element", () => {
  expect(argmax(tensor(5), 0)).toEqual(tensor(0, "int32"));
  expect(argmax(tensor(NaN), -1)).toEqual(tensor(0, "int32"));
  expect(argmax(tensor(5))).toBe(0);
  for (const axis of [1, -2]) {
    const message = `axis ${axis} is out of bounds for array of dimension 1`;
    expect(() => argmax(tensor(5), axis)).toThrow(message);
  }
});

// np.zeros((2, 0, 3)).argmax(0).shape, np.zeros((0, 0)).argmax(1)
test("of nothing at all there is no largest, of none there are none", () => {
  expect(argmax(zeros([2, 0, 3]), 0).shape).toEqual([0, 3]);
  expect(() => argmax(zeros([0, 0]), 1)).toThrow("attempt to get argmax of an empty sequence");
});

// np.argmax([0.0, -0.0]), np.argmax([np.nan, np.inf])
test("0 and -0 are equal, and NaN is more than infinity", () => {
  expect(argmax(tensor([0, -0]))).toBe(0);
  expect(argmax(tensor([-0, 0]))).toBe(0);
  expect(argmax(tensor([Infinity, NaN]))).toBe(1);
});

// np.zeros((2, 3)).argmax(1.5)
test("refuses an axis that is no whole number", () => {
  const message = "'float' object cannot be interpreted as an integer";
  expect(() => argmax(x, 1.5)).toThrow(message);
  expect(() => argmax(x, NaN)).toThrow(message);
});

test.each([2, -3])("refuses axis %i of a matrix in NumPy's words", (axis) => {
  expect(() => argmax(x, axis)).toThrow(ShapeError);
  expect(() => argmax(x, axis)).toThrow(`axis ${axis} is out of bounds for array of dimension 2`);
});
