import { UsageError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { oneHot } from "./one-hot.js";

test("a row has a single 1, at its label", () => {
  const { data, shape } = oneHot(Uint8Array.of(2, 0, 1), 3);
  expect(shape).toEqual([3, 3]);
  expect(data).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0));
});

test("no labels give no rows", () => {
  expect(oneHot(new Uint8Array(), 10)).toEqual({ data: new Float32Array(), shape: [0, 10] });
});

test("a label that is no class is refused: it would be written into the next row", () => {
  expect(() => oneHot(Uint8Array.of(1, 3, 0), 3)).toThrow(UsageError);
  expect(() => oneHot(Uint8Array.of(1, 3, 0), 3)).toThrow(
    "expected labels 0 to 2, got 3 at index 1",
  );
});

test.each([
  [[], "oneHot: labels: expected a Uint8Array, got undefined"],
  [[[0, 1], 2], "oneHot: labels: expected a Uint8Array, got an array"],
  [[Uint8Array.of(0)], "oneHot: classes: expected a whole number of at least 1, got undefined"],
  [[Uint8Array.of(0), "2"], 'oneHot: classes: expected a whole number of at least 1, got "2"'],
])("a caller without types is told what is wrong: %j", (args, told) => {
  const misuse = () => (oneHot as (...args: readonly unknown[]) => unknown)(...args);
  expect(misuse).toThrow(UsageError);
  expect(misuse).toThrow(told);
});
