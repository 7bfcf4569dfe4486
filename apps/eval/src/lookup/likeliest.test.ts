import { expect, test } from "vitest";
import { likeliest } from "./likeliest.js";

test("all classes in order, as long as there are fifty", () => {
  const probabilities = new Float64Array(50).fill(0.02);
  expect(likeliest({ label: 2, probabilities })).toEqual([...probabilities.keys()]);
});

test("of many the likeliest five, of equal ones the first, and that of the label", () => {
  const probabilities = new Float64Array(1000).fill(0.0001);
  for (const [i, label] of [700, 3, 999].entries()) probabilities[label] = 0.5 - i / 10;
  expect(likeliest({ label: 500, probabilities })).toEqual([700, 3, 999, 0, 1, 500]);
  expect(likeliest({ label: 3, probabilities })).toEqual([700, 3, 999, 0, 1]);
});
