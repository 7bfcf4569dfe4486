import { activations, tensor } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { readFunction, type CurveName } from "./read-function.js";

const names: readonly CurveName[] = ["step", "sigmoid", "relu", "identity"];

test.each(names)("the slope of %s is that of its values on both sides", (name) => {
  const h = 1e-5;
  for (const x of [-4, -0.5, 0.25, 3]) {
    const [left = NaN, right = NaN] = activations[name](tensor([x - h, x + h])).data;
    const { value, slope } = readFunction(name, x);
    expect(value).toBe(activations[name](tensor([x])).data[0]);
    expect(slope).toBeCloseTo((right - left) / (2 * h), 6);
  }
});

test("where there is a jump or a corner there is no slope", () => {
  expect(readFunction("step", 0)).toEqual({ value: 0, slope: undefined });
  expect(readFunction("relu", 0)).toEqual({ value: 0, slope: undefined });
  expect(readFunction("sigmoid", 0)).toEqual({ value: 0.5, slope: 0.25 });
});
