import { expect, test } from "vitest";
import { legendLines, ofData, ofNetwork } from "./legend.js";

test("explains the words that are there, in their order", () => {
  expect(legendLines(ofNetwork, ["name", "mults", "gives"], 80)).toEqual([
    "gives     shape of its result for one image",
    "mults     multiplications for one image",
  ]);
});

test.each([ofData, ofNetwork])("fits any terminal from 40 columns on", (legend) => {
  for (const columns of [40, 80]) {
    for (const line of legendLines(legend, Object.keys(legend), columns)) {
      expect(line.length).toBeLessThanOrEqual(columns);
    }
  }
});
