import { expect, test } from "vitest";
import { bar } from "./bar.js";

test.each([
  [0, ""],
  [NaN, ""],
  [0.006, ""],
  // 0.05 · 10 columns are 4 eighths
  [0.05, "▌"],
  [0.5, "█████"],
  [0.56, "█████▋"],
  [1, "██████████"],
])("%f of ten columns", (share, drawn) => {
  expect(bar(share, 10)).toBe(drawn);
});
