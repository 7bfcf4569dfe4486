import { expect, test } from "vitest";
import { makeLayer } from "../testing/check-layer.js";

const ones = new Float64Array(10_000).fill(1);

test.each([
  ["training", 1 / 0.75, 1],
  ["inference", 1, 0.75],
] as const)("a quarter is dropped, and the sum kept the same in %s", (scaling, kept, all) => {
  const made = makeLayer({ type: "dropout", ratio: 0.25, scaling }, [[5000]], 2);
  const y = made.forward([ones], 2);
  expect(new Set(y)).toEqual(new Set([0, kept]));
  // The standard deviation of the part is √(0.25 · 0.75 / 10,000), 0.0043.
  const dropped = y.filter((value) => value === 0).length / y.length;
  expect(Math.abs(dropped - 0.25)).toBeLessThan(0.02);
  // What was dropped has no gradient, what was kept that of its factor.
  expect(made.backward(ones, 2)[0]).toEqual(y);
  expect(new Set(made.forward([ones], 2, "inference"))).toEqual(new Set([all]));
});

test("each pass drops others, and a layer of the same seed the same", () => {
  const layer = { type: "dropout", ratio: 0.5 } as const;
  const [a, b] = [makeLayer(layer, [[100]], 1), makeLayer(layer, [[100]], 1)];
  const first = a.forward([ones], 1);
  expect(b.forward([ones], 1)).toEqual(first);
  expect(a.forward([ones], 1)).not.toEqual(first);
});
