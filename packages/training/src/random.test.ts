import { expect, test } from "vitest";
import { createRandom, shuffle } from "./random.js";

// The generator written out in Python with whole numbers, `& 0xffffffff` after each step.
test.each([
  [1, 0, [418128060, 3712186797, 1764717425, 4181822725]],
  [4294967295, 3, [2705397893, 183956395, 1871331321, 2578681242]],
])("seed %i, stream %i is xoshiro128**", (seed, stream, expected) => {
  const random = createRandom(seed, stream);
  expect(expected.map(() => random.uniform(0, 2 ** 32))).toEqual(expected);
});

test("keeps within the bounds and reaches all of them", () => {
  const random = createRandom(7, 0);
  const values = Array.from({ length: 1000 }, () => random.below(3));
  expect(new Set(values)).toEqual(new Set([0, 1, 2]));
  const uniform = Array.from({ length: 1000 }, () => random.uniform(-2, 1));
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...uniform)).toBeLessThan(1);
});

test("shuffles: every order is as likely", () => {
  const random = createRandom(1, 0);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const values = Uint32Array.of(1, 2, 3);
    shuffle(values, random);
    counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Six orders of 1,000 each; the standard deviation is 29.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
