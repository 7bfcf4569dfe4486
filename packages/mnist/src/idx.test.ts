import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError, UsageError } from "@evalpool/errors";
import { encodeIdx, parseIdx, parseIdxHeader, type IdxArray, type IdxData } from "./idx.js";

/** Any array that an IDX file can hold: all six element types, ranks 1 to 4, axes of length 0 too. */
const idxArray: fc.Arbitrary<IdxArray> = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => {
    const length = shape.reduce((product, n) => product * n, 1);
    const size = { minLength: length, maxLength: length };
    const data: fc.Arbitrary<IdxData> = fc.oneof(
      fc.uint8Array(size),
      fc.int8Array(size),
      fc.int16Array(size),
      fc.int32Array(size),
      fc.float32Array(size),
      fc.float64Array(size),
    );
    return data.map((data) => ({ data, shape }));
  });

/** The array, or the DataError; any other error is thrown on. */
function parseOrRefuse(bytes: Uint8Array): IdxArray | DataError {
  try {
    return parseIdx(bytes);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

test("an IDX file is laid out as the format says: magic, big-endian axes, big-endian elements", () => {
  const bytes = encodeIdx({ data: Int16Array.of(1, -2), shape: [2, 1] });
  expect([...bytes]).toEqual([0, 0, 0x0b, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0xff, 0xfe]);
});

test.each([
  [0x08, Uint8Array.of(255), [255]],
  [0x09, Int8Array.of(-1), [255]],
  [0x0b, Int16Array.of(0x0102), [1, 2]],
  [0x0c, Int32Array.of(0x01020304), [1, 2, 3, 4]],
  [0x0d, Float32Array.of(1), [0x3f, 0x80, 0, 0]],
  [0x0e, Float64Array.of(1), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]],
] as const)("element type 0x%s is read and written", (code, data, elements) => {
  const bytes = Uint8Array.of(0, 0, code, 1, 0, 0, 0, 1, ...elements);
  expect(parseIdx(bytes)).toEqual({ data, shape: [1] });
  expect(encodeIdx({ data, shape: [1] })).toEqual(bytes);
});

test("what is written is read back, whatever the element type and rank", () => {
  fc.assert(
    fc.property(idxArray, ({ data, shape }) => {
      expect(parseIdx(encodeIdx({ data, shape }))).toEqual({ data, shape });
    }),
  );
});

test("bytes that lie inside a larger buffer are read from where they begin", () => {
  fc.assert(
    fc.property(idxArray, fc.nat(9), (array, offset) => {
      const bytes = encodeIdx(array);
      const larger = new Uint8Array(bytes.length + offset + 3).fill(0x5a);
      larger.set(bytes, offset);
      expect(parseIdx(larger.subarray(offset, offset + bytes.length))).toEqual(array);
    }),
  );
});

test("uint8 elements are a view, not a copy: no second 47 MB for the training images", () => {
  const bytes = encodeIdx({ data: Uint8Array.of(1, 2, 3), shape: [3] });
  expect(parseIdx(bytes).data.buffer).toBe(bytes.buffer);
});

test("a Buffer's elements come as a plain Uint8Array, which can be written again", () => {
  const bytes = encodeIdx({ data: Uint8Array.of(1, 2, 3), shape: [3] });
  const array = parseIdx(Buffer.from(bytes));
  expect(array.data.constructor).toBe(Uint8Array);
  expect(encodeIdx(array)).toEqual(bytes);
});

test("a file cut short anywhere is refused", () => {
  fc.assert(
    fc.property(idxArray, (array) => {
      const bytes = encodeIdx(array);
      for (let length = 0; length < bytes.length; length++) {
        expect(parseOrRefuse(bytes.subarray(0, length))).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 40 },
  );
});

test("bytes behind the last element are refused", () => {
  fc.assert(
    fc.property(idxArray, fc.uint8Array({ minLength: 1, maxLength: 20 }), (array, extra) => {
      const bytes = Uint8Array.of(...encodeIdx(array), ...extra);
      expect(parseOrRefuse(bytes)).toBeInstanceOf(DataError);
    }),
  );
});

test("bytes changed at random end in a DataError, or in an array that has these very bytes", () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  const changes = fc.array(change, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(idxArray, changes, (array, changes) => {
      const bytes = encodeIdx(array);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const parsed = parseOrRefuse(bytes);
      if (parsed instanceof DataError) return;
      expect(parsed.data.length).toBe(parsed.shape.reduce((product, n) => product * n, 1));
      // Of a float's many NaNs one is kept, so NaN is compared as a number.
      expect(parseIdx(encodeIdx(parsed))).toEqual(parsed);
      if (!parsed.data.some(Number.isNaN)) expect(encodeIdx(parsed)).toEqual(bytes);
    }),
    { numRuns: 500 },
  );
});

describe("the header", () => {
  const header = (...axes: number[]) => {
    const bytes = new Uint8Array(4 + 4 * axes.length);
    bytes.set([0, 0, 8, axes.length]);
    axes.forEach((length, axis) => new DataView(bytes.buffer).setUint32(4 + 4 * axis, length));
    return bytes;
  };

  test("needs no more than its own bytes to tell the length of the file", () => {
    expect(parseIdxHeader(header(60_000, 28, 28), "x")).toMatchObject({
      shape: [60_000, 28, 28],
      headerLength: 16,
      byteLength: 47_040_016,
    });
  });

  test.each([
    [[], "expected an IDX header of 4 bytes or more, got 0"],
    [[0, 0, 8], "expected an IDX header of 4 bytes or more, got 3"],
    [[0, 0, 8, 3, 0, 0, 0, 1], "expected an IDX header of 16 bytes, got 8"],
    [
      [0x1f, 0x8b, 8, 0],
      /expected an IDX magic number .*, got 0x1f8b0800 \(a gzip file\); decompress/,
    ],
    [[0, 0, 0x0a, 1, 0, 0, 0, 0], /got 0x00000a01$/],
    [[0, 0, 8, 0], /got 0x00000800$/],
    [[0x3c, 0x68, 0x74, 0x6d], /got 0x3c68746d \(a text file\); convert/],
  ])(
    "%j is refused, the message naming the file, what was expected and what was got",
    (bytes, m) => {
      expect(() => parseIdxHeader(Uint8Array.from(bytes), "t10k")).toThrow(DataError);
      expect(() => parseIdxHeader(Uint8Array.from(bytes), "t10k")).toThrow(m);
      expect(() => parseIdxHeader(Uint8Array.from(bytes), "t10k")).toThrow(/^t10k: /);
    },
  );

  test("axes so long that their product is no exact number are refused without being allocated", () => {
    const longest = 2 ** 32 - 1;
    expect(parseOrRefuse(header(longest, longest))).toBeInstanceOf(DataError);
    expect(() => parseIdx(header(longest, longest), "x")).toThrow(/declares shape \(4294967295,42/);
  });

  test("an axis of length 0 beside axes of any length means no elements, never NaN", () => {
    const bytes = header(...Array<number>(40).fill(2 ** 32 - 1), 0);
    expect(parseIdxHeader(bytes, "x").byteLength).toBe(bytes.length);
  });
});

describe("what cannot be written is a UsageError", () => {
  test.each([
    ["no axis at all", []],
    ["a negative axis", [-3]],
    ["an axis that is no whole number", [1.5, 2]],
    ["an axis beyond 32 bits", [2 ** 32, 0]],
    ["more axes than a byte counts", Array<number>(256).fill(1)],
    ["another number of elements", [2, 2]],
  ])("%s", (_, shape) => {
    expect(() => encodeIdx({ data: Uint8Array.of(1, 2, 3), shape })).toThrow(UsageError);
  });
});
