import { synthesizeDigits } from "@evalpool/mnist";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { corruptions, severities, type CorruptionName, type Severity } from "./corruption.js";
import { createCorrupter } from "./create-corrupter.js";
import { squares } from "./testing/squares.js";

const COUNT = 60;
const digits = synthesizeDigits({ count: COUNT, seed: 1 }).images.data;
const digit = (i: number): Uint8Array => digits.subarray(i * 784, (i + 1) * 784);

describe.each([...corruptions])("%s", (name) => {
  it("changes digits the more the harsher it is", () => {
    const changes = severities.map((severity) => {
      const corrupt = createCorrupter({ name, severity, seed: 5 }, [1, 28, 28]);
      const into = new Uint8Array(784);
      let change = 0;
      for (let i = 0; i < COUNT; i++) {
        corrupt(digit(i), i, into);
        change += into.reduce((sum, v, at) => sum + Math.abs(v - digit(i)[at]!), 0);
      }
      return change / digits.length;
    });
    expect(changes[0]).toBeGreaterThan(1);
    expect(changes).toEqual(changes.toSorted((a, b) => a - b));
    expect(new Set(changes).size).toBe(5);
  });
});

const names = fc.constantFrom<CorruptionName[]>("identity", ...corruptions);
const cases = fc.record({
  name: names,
  severity: fc.constantFrom<Severity[]>(...severities),
  seed: fc.nat({ max: 2 ** 32 - 1 }),
  index: fc.nat({ max: 2 ** 31 }),
  shape: fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 40 }),
  ),
});

test("an image becomes the same whatever came before it, and nothing else is written", () => {
  fc.assert(
    fc.property(cases, ({ name, severity, seed, index, shape }) => {
      const length = shape[0] * shape[1] * shape[2];
      const image = squares(length, 7);
      const corrupt = createCorrupter({ name, severity, seed }, shape);
      const memory = new Uint8Array(length + 16).fill(77);
      corrupt(image, index, memory.subarray(8, 8 + length));
      expect(image).toEqual(squares(length, 7));
      expect(memory.subarray(0, 8)).toEqual(new Uint8Array(8).fill(77));
      expect(memory.subarray(8 + length)).toEqual(new Uint8Array(8).fill(77));
      // Other images, into memory that holds something else, by another corrupter.
      const other = createCorrupter({ name, severity, seed }, shape);
      const again = new Uint8Array(length).fill(200);
      other(squares(length, 11), index + 1, again);
      other(image, index, again);
      expect(again).toEqual(memory.slice(8, 8 + length));
      if (name === "identity") expect(again).toEqual(image);
    }),
    { numRuns: 300 },
  );
});

test("another image, and another seed, has other noise", () => {
  const noise = (seed: number, index: number): Uint8Array => {
    const into = new Uint8Array(784);
    createCorrupter({ name: "impulse_noise", severity: 3, seed }, [1, 28, 28])(
      new Uint8Array(784).fill(9),
      index,
      into,
    );
    return into;
  };
  expect(noise(0, 0)).not.toEqual(noise(0, 1));
  expect(noise(0, 0)).not.toEqual(noise(1, 0));
});

// These bits are what results are compared by: who changes them changes what an older result means.
test("images stay as they were", () => {
  const sums = corruptions.map((name) => {
    const into = new Uint8Array(784);
    createCorrupter({ name, severity: 3, seed: 7 }, [1, 28, 28])(digit(3), 3, into);
    return [name, into.reduce((sum, v, i) => (sum * 31 + v * (i + 1)) % 1_000_003, 0)];
  });
  expect(Object.fromEntries(sums)).toMatchInlineSnapshot(`
    {
      "brightness": 888736,
      "canny_edges": 527963,
      "dotted_line": 811217,
      "fog": 822826,
      "glass_blur": 790478,
      "impulse_noise": 49839,
      "motion_blur": 635026,
      "rotate": 552423,
      "scale": 57669,
      "shear": 175188,
      "shot_noise": 497859,
      "spatter": 336786,
      "stripe": 869514,
      "translate": 458634,
      "zigzag": 551792,
    }
  `);
});
