import { expect, test } from "vitest";
import { EvalpoolError, ShapeError } from "@evalpool/errors";
import { arange, dtype, ndim, ones, shape, tensor, zeros, type Nested } from "./tensor.js";

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

// np.array(values, "float64"): the shape is that of the axes along which all have one length.
test.each<[Nested, string]>([
  [[[1], [2, 3]], "after 1 dimensions. The detected shape was (2,)"],
  [[[1, 2], [3]], "after 1 dimensions. The detected shape was (2,)"],
  [[[1, 2], 3], "after 1 dimensions. The detected shape was (2,)"],
  [[1, [2]], "after 1 dimensions. The detected shape was (2,)"],
  [[[], [1]], "after 1 dimensions. The detected shape was (2,)"],
  [[1, []], "after 1 dimensions. The detected shape was (2,)"],
  [[[[]], []], "after 1 dimensions. The detected shape was (2,)"],
  [[[[1], [2]], [[3]]], "after 1 dimensions. The detected shape was (2,)"],
  [[[[1, 2]], [[3]]], "after 2 dimensions. The detected shape was (2, 1)"],
  [
    [
      [[1], [2]],
      [[3], 4],
    ],
    "after 2 dimensions. The detected shape was (2, 2)",
  ],
  [
    [
      [5, 6],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    "after 2 dimensions. The detected shape was (2, 2)",
  ],
])("ragged nesting %j is refused in NumPy's words", (values, where) => {
  const message =
    "setting an array element with a sequence. The requested array has an inhomogeneous shape " +
    `${where} + inhomogeneous part.`;
  expect(() => tensor(values)).toThrow(ShapeError);
  expect(() => tensor(values)).toThrow(expect.objectContaining({ message }));
  expect(() => tensor(values, "uint8")).toThrow(ShapeError);
});

// np.array(nested, "float64").ndim
test("as many axes as NumPy has, and no more", () => {
  const nested = (depth: number): Nested => (depth === 0 ? 7 : [nested(depth - 1)]);
  expect(ndim(tensor(nested(64)))).toBe(64);
  expect(() => tensor(nested(65))).toThrow(
    "The requested array would exceed the maximum number of dimension of 64.",
  );
});

// np.array(value, dtype)
test.each([
  ["uint8", 300, "Python integer 300 out of bounds for uint8"],
  ["uint8", 256, "Python integer 256 out of bounds for uint8"],
  ["uint8", 256.5, "Python integer 256 out of bounds for uint8"],
  ["uint8", -1, "Python integer -1 out of bounds for uint8"],
  ["int32", 2147483648, "Python integer 2147483648 out of bounds for int32"],
  ["int32", -2147483649, "Python integer -2147483649 out of bounds for int32"],
  ["int32", 3e9, "Python integer 3000000000 out of bounds for int32"],
  ["uint8", 9.2e18, "Python integer 9200000000000000000 out of bounds for uint8"],
  ["uint8", -(2 ** 63), "Python integer -9223372036854775808 out of bounds for uint8"],
  ["int32", 2 ** 63, "Python int too large to convert to C long"],
  ["uint8", 1e20, "Python int too large to convert to C long"],
  ["uint8", NaN, "cannot convert float NaN to integer"],
  ["int32", NaN, "cannot convert float NaN to integer"],
  ["uint8", Infinity, "cannot convert float infinity to integer"],
  ["int32", -Infinity, "cannot convert float infinity to integer"],
] as const)("%s does not hold %d", (type, value, message) => {
  for (const values of [
    value,
    [value],
    [
      [1, 2],
      [3, value],
    ],
  ]) {
    expect(() => tensor(values, type)).toThrow(RangeError);
    expect(() => tensor(values, type)).toThrow(expect.objectContaining({ message }));
  }
});

// np.array([255, 0], "uint8"), np.array([2147483647, -2147483648], "int32")
test("an integer dtype holds its largest and smallest", () => {
  expect(Array.from(tensor([255, 0], "uint8").data)).toEqual([255, 0]);
  expect(Array.from(tensor([2147483647, -2147483648], "int32").data)).toEqual([
    2147483647, -2147483648,
  ]);
});

// np.array([1.5, 255.9, -0.5, -0.0], "uint8"), np.array([-1.5, 2147483647.9], "int32")
test("fractions are cut off in an integer dtype", () => {
  expect(Array.from(tensor([1.5, 255.9, -0.5, -0], "uint8").data)).toEqual([1, 255, 0, 0]);
  expect(Array.from(tensor([-1.5, 2147483647.9], "int32").data)).toEqual([-1, 2147483647]);
});

// np.array([1e300, np.nan], "float32")
test("float32 holds every number, if as infinity", () => {
  expect(Array.from(tensor([1e300, NaN, -0], "float32").data)).toEqual([Infinity, NaN, -0]);
});

// np.zeros(shape)
test.each([
  [[2, -1], "negative dimensions are not allowed"],
  [[2.5], "'float' object cannot be interpreted as an integer"],
  [[NaN], "'float' object cannot be interpreted as an integer"],
])("zeros and ones of shape %j are refused", (shape, message) => {
  for (const make of [zeros, ones]) {
    expect(() => make(shape)).toThrow(ShapeError);
    expect(() => make(shape)).toThrow(message);
  }
});

// np.zeros((10**9, 10**9)): MemoryError
test("what no memory holds is refused", () => {
  expect(() => zeros([1e9, 1e9])).toThrow(EvalpoolError);
  expect(() => ones([2 ** 40, 2 ** 40], "uint8")).toThrow(
    "Unable to allocate 1.2089258196146292e+24 bytes for an array of data type uint8",
  );
});

test("zeros and ones fill their shape", () => {
  expect(zeros([2, 3])).toEqual({ data: new Float64Array(6), shape: [2, 3] });
  expect(ones([3])).toEqual(tensor([1, 1, 1]));
  expect(ones([])).toEqual(tensor(1));
  expect(zeros([0, 3])).toEqual({ data: new Float64Array(), shape: [0, 3] });
});

// np.arange(start, stop, step)
test.each([
  [-0, 2, 1, [-0, 1]],
  [-0, -1, -0.5, [-0, -0.5]],
  [0, 1e-300, 1e300, [0]],
  [0, -1e-300, 1e300, []],
  [1, -0, -0.5, [1, 0.5]],
  [1e16, 1e16 + 4, 1, [1e16, 1e16, 1e16, 1e16]],
  [0, 5, 2, [0, 2, 4]],
  [0, 4, 2, [0, 2]],
  [3, 0, 1, []],
  [3, 0, -1, [3, 2, 1]],
  [1, 1.3, 0.1, [1, 1.1, 1.2000000000000002, 1.3000000000000003]],
])("arange from %f to %f in steps of %f", (start, stop, step, values) => {
  expect(arange(start, stop, step)).toEqual(tensor(values));
});

// np.arange(0, 1, 0), np.arange(0, np.nan), np.arange(0, np.inf)
test.each([
  [0, 1, 0, "division by zero"],
  [1, 0, 0, "division by zero"],
  [0, 0, 0, "division by zero"],
  [0, NaN, 1, "arange: cannot compute length"],
  [0, 1, NaN, "arange: cannot compute length"],
  [0, Infinity, 1, "Maximum allowed size exceeded"],
  [Infinity, 0, -1, "Maximum allowed size exceeded"],
])("arange from %f to %f in steps of %f is refused", (start, stop, step, message) => {
  expect(() => arange(start, stop, step)).toThrow(RangeError);
  expect(() => arange(start, stop, step)).toThrow(message);
});
