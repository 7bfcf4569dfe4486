import { expect, test } from "vitest";
import { countVarints, readVarints } from "./varints.js";

/** Seven bits a byte, from the lowest on, of 64. */
function encoded(value: bigint): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left >= 128n; left >>= 7n) bytes.push(Number(left % 128n) + 128);
  return [...bytes, Number(left)];
}

const values = [
  ...[0n, 1n, 127n, 128n, 300n, 2n ** 28n, 2n ** 49n - 1n, 2n ** 49n, 2n ** 49n + 3n],
  ...[2n ** 53n - 1n, 2n ** 56n, 2n ** 56n + 2n ** 7n, 2n ** 62n + 2n ** 40n],
];
const below = [-1n, -2n, -128n, -(2n ** 40n), -(2n ** 49n) - 1n, -(2n ** 63n)];
const above = [2n ** 63n, 2n ** 63n + 2n ** 20n, 2n ** 64n - 1n];

test.each([
  [false, [...values, ...below]],
  [true, [...values, ...above]],
])("numbers of 64 bits are the nearest of 53: unsigned %s", (isUnsigned, numbers) => {
  const bytes = Uint8Array.from(numbers.flatMap(encoded));
  expect(countVarints(bytes)).toBe(numbers.length);
  expect([...readVarints(bytes, numbers.length, isUnsigned)]).toEqual(numbers.map(Number));
});

test("what does not end is none; what is longer has no more than 64 bits", () => {
  expect(countVarints(Uint8Array.of(1, 0x80, 0xff))).toBe(1);
  const long = Uint8Array.of(0x85, ...Array<number>(9).fill(0x80), 0x7f, 3);
  expect([...readVarints(long, 2, false)]).toEqual([5, 3]);
});
