import { expect, test } from "vitest";
import { strip } from "./strip.js";

test("a sign for each number, from the least to the greatest", () => {
  expect(strip(Float32Array.of(-4, -3, -2, -1, 0, 1, 2, 3, 4), 9)).toEqual({
    text: " ▁▂▃▄▅▆▇█",
    each: 1,
  });
});

test("the mean of several where there are more numbers than columns, the last of what is left", () => {
  // means 1, 3, 9
  const { text, each } = strip(Float32Array.of(0, 2, 2, 4, 9), 3);
  expect({ text, each }).toEqual({ text: " ▂█", each: 2 });
});

test("numbers that are all the same have no height", () => {
  expect(strip(Float32Array.of(7, 7, 7), 9).text).toBe("   ");
});
