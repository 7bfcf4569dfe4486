import { expect, test } from "vitest";
import { rowMajor } from "./axes.js";
import { decodeArray } from "./decode-array.js";
import { numpyType } from "./numpy-type.js";

// np.array(values, dtype).tobytes().hex()
test.each([
  ["|b1", "0001", Uint8Array.of(0, 1)],
  ["|u1", "00c8", Uint8Array.of(0, 200)],
  ["|i1", "fd64", Int8Array.of(-3, 100)],
  ["<u2", "0000c800", Uint16Array.of(0, 200)],
  [">u2", "000000c8", Uint16Array.of(0, 200)],
  ["<i2", "fdff6400", Int16Array.of(-3, 100)],
  [">i2", "fffd0064", Int16Array.of(-3, 100)],
  ["<u4", "00000000c8000000", Uint32Array.of(0, 200)],
  [">u4", "00000000000000c8", Uint32Array.of(0, 200)],
  ["<i4", "fdffffff64000000", Int32Array.of(-3, 100)],
  [">i4", "fffffffd00000064", Int32Array.of(-3, 100)],
  ["<u8", "0000000000000000c800000000000000", Float64Array.of(0, 200)],
  [">u8", "000000000000000000000000000000c8", Float64Array.of(0, 200)],
  ["<i8", "fdffffffffffffff6400000000000000", Float64Array.of(-3, 100)],
  [">i8", "fffffffffffffffd0000000000000064", Float64Array.of(-3, 100)],
  ["<f2", "00be0034", Float32Array.of(-1.5, 0.25)],
  [">f2", "be003400", Float32Array.of(-1.5, 0.25)],
  ["<f4", "0000c0bf0000803e", Float32Array.of(-1.5, 0.25)],
  [">f4", "bfc000003e800000", Float32Array.of(-1.5, 0.25)],
  ["<f8", "000000000000f8bf000000000000d03f", Float64Array.of(-1.5, 0.25)],
  [">f8", "bff80000000000003fd0000000000000", Float64Array.of(-1.5, 0.25)],
])("%s", (name, hex, values) => {
  const type = numpyType(name)!;
  const bytes = Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16));
  expect(decodeArray({ bytes, type, axes: rowMajor([2]) })).toEqual({ data: values, shape: [2] });
});

test("an integer of 64 bits that numbers do not tell from its neighbours is refused", () => {
  const read = (value: bigint): ArrayLike<number> =>
    decodeArray({
      bytes: new Uint8Array(BigInt64Array.of(value).buffer),
      type: numpyType("<i8")!,
      axes: rowMajor([1]),
    }).data;
  expect(read(2n ** 53n - 1n)[0]).toBe(2 ** 53 - 1);
  expect(() => read(2n ** 53n + 1n)).toThrow("expected integers within 2^53, got 9007199254740993");
});

test.each(["=f4", "|f4", "|i2", "f4", "", "<c8", "|O", "<U3", "<f16", "<M8[ns]"])(
  "%s is no type of numbers that is read",
  (name) => {
    expect(numpyType(name)).toBeUndefined();
  },
);
