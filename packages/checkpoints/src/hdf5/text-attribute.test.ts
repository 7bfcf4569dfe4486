import { expect, test } from "vitest";
import { readTextAttribute } from "./text-attribute.js";

type Field = readonly [value: number | bigint, bytes: 1 | 2 | 4 | 8];

const text = (value: string, length: number): Field[] =>
  Array.from({ length }, (_, i) => [value.charCodeAt(i) || 0, 1]);

/** A message of version 1, for one of `count` texts of a type, and what lies behind it. */
function attribute(type: readonly Field[], count: bigint, value: readonly Field[]): Uint8Array {
  const fields: readonly Field[] = [
    ...([[1, 1], [0, 1], [5, 2], [8, 2], [16, 2]] as const), // prettier-ignore
    ...text("name", 8),
    ...type,
    ...([[1, 1], [1, 1], [0, 2], [0, 4], [count, 8]] as const), // prettier-ignore
    ...value,
  ];
  const bytes = new Uint8Array(fields.reduce((sum, [, width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [number, width] of fields) {
    if (width === 8) view.setBigUint64(at, BigInt(number), true);
    else if (width === 4) view.setUint32(at, Number(number), true);
    else if (width === 2) view.setUint16(at, Number(number), true);
    else view.setUint8(at, Number(number));
    at += width;
  }
  return bytes;
}

const fixed = (size: number): Field[] => [[0x13, 1], [0, 1], [0, 2], [size, 4]]; // prettier-ignore
const variable: readonly Field[] = [[0x19, 1], [1, 1], [0, 2], [16, 4]]; // prettier-ignore

/** Of a text of `length` bytes in an object of `size`, in the collection behind it. */
function inHeap(length: number, size: number, index = 1): Uint8Array {
  const collection = 56;
  return attribute(variable, 1n, [
    ...([[length, 4], [collection, 8], [index, 4]] as const), // prettier-ignore
    ...text("GCOL", 4),
    ...([[1, 4], [48, 8], [1, 2], [1, 2], [0, 4], [size, 8]] as const), // prettier-ignore
    ...text("hello", 16),
  ]);
}

test("texts of a fixed length, and of any", () => {
  const two = attribute(fixed(3), 2n, [...text("ab", 3), ...text("cde", 3)]);
  expect(readTextAttribute(two, [0], "name")).toEqual(["ab", "cde"]);
  expect(readTextAttribute(inHeap(5, 5), [0], "name")).toEqual(["hello"]);
  expect(readTextAttribute(inHeap(0, 5), [0], "name")).toEqual([""]);
});

test("there is none of another name or type", () => {
  const one = attribute(fixed(3), 1n, text("ab", 3));
  for (const name of ["nam", "names", "Name", ""]) {
    expect(readTextAttribute(one, [0], name)).toBeUndefined();
  }
  expect(readTextAttribute(one, [], "name")).toBeUndefined();
  const integers = attribute([[0x10, 1], [0, 1], [0, 2], [4, 4]], 1n, [[7, 4]]); // prettier-ignore
  expect(readTextAttribute(integers, [0], "name")).toBeUndefined();
});

test.each([
  ["2^31 texts of no bytes", attribute(fixed(0), 2n ** 31n, []), "lie outside the file"],
  ["more texts than there are", attribute(fixed(3), 3n, text("ab", 3)), "lie outside the file"],
  ["longer than its object", inHeap(6, 5), "a text of 6 bytes that is not in the file"],
  ["in no object", inHeap(5, 5, 2), "a text of 5 bytes that is not in the file"],
  ["in an object outside the file", inHeap(5, 500), "texts lie outside the file"],
])("refused: %s", (_, bytes, message) => {
  expect(() => readTextAttribute(bytes, [0], "name")).toThrow(RangeError);
  expect(() => readTextAttribute(bytes, [0], "name")).toThrow(message);
});
