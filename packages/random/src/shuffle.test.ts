import { expect, test } from "vitest";
import { createRandom } from "./create-random.js";
import { shuffle } from "./shuffle.js";

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
