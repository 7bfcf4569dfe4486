import fc from "fast-check";
import { expect, test } from "vitest";
import { rowMajor } from "./axes.js";
import { decodeArray } from "./decode-array.js";
import { encodeNpy } from "./encode-npy.js";
import { readNpyHeader, type NpyHeader } from "./npy-header.js";
import type { NumberArray } from "./number-array.js";
import { numpyType } from "./numpy-type.js";

function read(bytes: Uint8Array, size = bytes.length): NpyHeader {
  const refuse = (reason: string): never => {
    throw new Error(reason);
  };
  return readNpyHeader(bytes, { size, elements: "numbers", refuse });
}

const array: fc.Arbitrary<NumberArray> = fc
  .oneof(
    fc.uint8Array(),
    fc.int16Array(),
    fc.float32Array(),
    fc.float64Array(),
    fc.bigInt64Array({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }),
  )
  .map((data) => ({ data, shape: [data.length, 1] }));

test("a header says what was written, and where its data begin", () => {
  fc.assert(
    fc.property(array, ({ data, shape }) => {
      const bytes = encodeNpy({ data, shape });
      const { dataStart, ...header } = read(bytes);
      expect(header).toMatchObject({ isFortran: false, shape });
      const content = { bytes: bytes.subarray(dataStart), axes: rowMajor(shape) };
      const decoded = decodeArray({ ...content, type: numpyType(header.descr)! });
      expect(Array.from(decoded.data)).toEqual(Array.from(data, Number));
    }),
  );
});

// f = io.BytesIO(); np.save(f, np.arange(3, dtype="u1"))
test("a file is the one that NumPy writes", () => {
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }";
  const written = `\x93NUMPY\x01\x00v\x00${header}${" ".repeat(60)}\n\x00\x01\x02`;
  const bytes = encodeNpy({ data: Uint8Array.of(0, 1, 2), shape: [3] });
  expect(Buffer.from(bytes).toString("latin1")).toBe(written);
});

test("a header that is cut short anywhere is refused", () => {
  const bytes = encodeNpy({ data: Uint8Array.of(0, 1, 2), shape: [3] });
  for (let length = 0; length < bytes.length - 3; length++) {
    expect(() => read(bytes.subarray(0, length))).toThrow(/magic string|cut short|a header of/);
  }
});

test("whatever stands in its place, a header is read or refused", () => {
  const bytes = encodeNpy({ data: Uint8Array.of(0, 1, 2), shape: [3] });
  fc.assert(
    fc.property(fc.nat(bytes.length - 4), fc.nat(255), (at, byte) => {
      const changed = bytes.with(at, byte);
      const outcome = ((): NpyHeader | undefined => {
        try {
          return read(changed);
        } catch (error) {
          expect((error as Error).constructor).toBe(Error);
          return undefined;
        }
      })();
      if (outcome) expect(outcome.dataStart).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
