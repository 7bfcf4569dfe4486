import { expect, test } from "vitest";
import { stepTo } from "./steps.js";

test("layers are gone through one by one, and left by showing all", () => {
  expect(stepTo("first", 5, undefined)).toBe(0);
  expect(stepTo("next", 5, 0)).toBe(1);
  expect(stepTo("next", 5, 4)).toBe(4);
  expect(stepTo("back", 5, 3)).toBe(2);
  expect(stepTo("back", 5, 0)).toBe(0);
  expect(stepTo("all", 5, 2)).toBeUndefined();
});

test("where all are shown, the step back hides the last", () => {
  expect(stepTo("back", 5, undefined)).toBe(3);
  expect(stepTo("next", 5, undefined)).toBeUndefined();
});
