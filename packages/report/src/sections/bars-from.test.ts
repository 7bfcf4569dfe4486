import { expect, test } from "vitest";
import { barsFrom } from "./bars-from.js";

test.each([
  [[0.93, 0.99], 0.9],
  [[0.985, 0.999], 0.98],
  // A bar of 0.91 would be a tenth of the width from 0.9 on.
  [[0.91, 0.99], 0.8],
  [[0.62, 0.99], 0.5],
  [[0.55, 0.99], 0],
  [[0, 1], 0],
  [[1, 1], 0.995],
])("bars of %j begin at %d", (shares, start) => {
  expect(barsFrom(shares)).toBe(start);
});
