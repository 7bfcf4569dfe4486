import { expect, test } from "vitest";
import { copyLogits } from "./own-logits.js";

type Gives = "logits" | "probabilities";

function copy(given: unknown, gives: Gives, count = 1, classes = 2): number[] {
  const into = new Float64Array(10 * classes);
  copyLogits(into, given, { count, classes, first: 100 }, gives);
  return [...into.subarray(0, classes * count)];
}

test("logits are copied, of any precision and from any array", () => {
  expect(copy([1.1, -2], "logits")).toEqual([1.1, -2]);
  expect(copy(Float32Array.of(1, -2, 3, 4), "logits", 2)).toEqual([1, -2, 3, 4]);
});

test("of probabilities the logarithms, and what is held impossible stays so", () => {
  expect(copy([0.25, 0.75], "probabilities")).toEqual([Math.log(0.25), Math.log(0.75)]);
  expect(copy([0, 1], "probabilities")).toEqual([-Infinity, 0]);
});

test.each([
  [undefined, "logits", "expected an array of 1 × 2 numbers, got undefined"],
  [null, "logits", "expected an array of 1 × 2 numbers, got null"],
  [() => [1, 2], "logits", "expected an array of 1 × 2 numbers, got a function"],
  [Object.create(null), "logits", "expected an array of 1 × 2 numbers, got an object"],
  [{}, "logits", "expected an array of 1 × 2 numbers, got an Object"],
  [[1], "logits", "expected one array of 1 × 2 = 2 numbers, got 1"],
  [[1, 2, 3], "logits", "expected one array of 1 × 2 = 2 numbers, got 3"],
  [[1, NaN], "logits", "expected finite logits, got NaN for image 100"],
  [[1, -Infinity], "logits", "expected finite logits, got -Infinity for image 100"],
  [[1, null], "logits", "expected finite logits, got null for image 100"],
  [[1, "2"], "logits", 'expected finite logits, got the string "2" for image 100'],
  [new BigInt64Array(2), "logits", "expected finite logits, got the bigint 0 for image 100"],
  [[[1], [2]], "logits", "expected finite logits, got an Array for image 100"],
  [[0.5, NaN], "probabilities", "expected finite probabilities, got NaN for image 100"],
  [[2, 3], "probabilities", "got a sum of 5 for image 100; of what softmax has not been taken"],
  [[0, 5], "probabilities", "got a sum of 5 for image 100"],
  [[-0.5, 1.5], "probabilities", "got -0.5 among them for image 100"],
] as const)("refuses %o as %s", (given, gives, message) => {
  expect(() => copy(given, gives)).toThrow(RangeError);
  expect(() => copy(given, gives)).toThrow(message);
});

test("the image is told that it is wrong of", () => {
  expect(() => copy([1, 2, 3, NaN], "logits", 2)).toThrow("got NaN for image 101");
  expect(() => copy([0, 1, 1, 1], "probabilities", 2)).toThrow("got a sum of 2 for image 101");
});

// The accuracy would be right, and log-loss and calibration wrong.
test("probabilities that are said to be logits are told from them, if there are some", () => {
  const rows = Array.from({ length: 8 }, (_, i) => [i / 8, 1 - i / 8]).flat();
  expect(() => copy(rows, "logits", 8)).toThrow('say gives: "probabilities"');
  expect(copy([...rows.slice(0, 14), 1, 1], "logits", 8)).toHaveLength(16);
  expect(copy([0.5, 0.5], "logits")).toEqual([0.5, 0.5]);
  // No probability is negative, and that of the only class is 1 whatever is seen.
  const negative = Array.from({ length: 8 }, () => [-0.5, 1.5]).flat();
  expect(copy(negative, "logits", 8)).toEqual(negative);
  const ones = new Array<number>(8).fill(1);
  expect(copy(ones, "logits", 8, 1)).toEqual(ones);
});
