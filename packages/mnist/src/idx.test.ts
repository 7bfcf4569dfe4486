import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "./errors.js";
import { encodeIdx, parseIdx, type IdxArray } from "./idx.js";

const arrays = fc
  .record({
    shape: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
    type: fc.constantFrom(
      Uint8Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Float32Array,
      Float64Array,
    ),
    seed: fc.integer(),
  })
  .map(({ shape, type, seed }): IdxArray => {
    const length = shape.reduce((product, n) => product * n, 1);
    const data = new type(length);
    for (let i = 0; i < length; i++) data[i] = Math.imul(seed, i + 1) / 7;
    return { data, shape };
  });

test("what is written is read again, for every element type and rank", () => {
  fc.assert(
    fc.property(arrays, (array) => {
      expect(parseIdx(encodeIdx(array))).toEqual(array);
    }),
  );
});

// struct.pack(">HBBI2h", 0, 0x0b, 1, 2, 1, -2)
test("the format's bytes: magic, big-endian sizes, big-endian elements", () => {
  const bytes = encodeIdx({ data: Int16Array.of(1, -2), shape: [2] });
  expect(Array.from(bytes)).toEqual([0, 0, 0x0b, 1, 0, 0, 0, 2, 0, 1, 0xff, 0xfe]);
});

const labels = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

test("cut short anywhere, or with bytes behind its end, it is refused", () => {
  fc.assert(
    fc.property(arrays, (array) => {
      const bytes = encodeIdx(array);
      for (let length = 0; length < bytes.length; length += 1 + (length >> 3)) {
        expect(() => parseIdx(bytes.subarray(0, length))).toThrow(DataError);
      }
      expect(() => parseIdx(Uint8Array.of(...bytes, 0))).toThrow(DataError);
    }),
  );
});

test("with any bytes changed it is refused, or what the bytes now say", () => {
  const change = fc.tuple(fc.nat(labels.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      const bytes = labels.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        expect(encodeIdx(parseIdx(bytes))).toEqual(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
  );
});

test.each([
  [
    labels.with(2, 0x0a),
    "expected an IDX magic number such as 0x00000803 (images) or 0x00000801 (labels), got 0x00000a01",
  ],
  [labels.with(0, 1), "got 0x01000801"],
  [labels.with(3, 0), "got 0x00000800"],
  [labels.with(7, 4), "the header declares shape (4), 12 bytes in all; got 11"],
  [labels.with(4, 255), "declares shape (4278190083)"],
  [labels.subarray(0, 6), "expected an IDX header of 8 bytes, got 6"],
  [new Uint8Array(), "expected an IDX header of 4 bytes or more, got 0"],
])("says what is wrong", (bytes, message) => {
  expect(() => parseIdx(bytes, "labels")).toThrow(`labels: `);
  expect(() => parseIdx(bytes, "labels")).toThrow(message);
});

test("refuses to write what the format cannot hold", () => {
  const data = Uint8Array.of(1, 2);
  expect(() => encodeIdx({ data, shape: [3] })).toThrow("shape (3) does not hold 2 elements");
  expect(() => encodeIdx({ data, shape: [] })).toThrow("cannot write an IDX file of shape ()");
  expect(() => encodeIdx({ data, shape: [2 ** 32, 0] })).toThrow(RangeError);
});
