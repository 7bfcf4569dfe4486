import { expect, test } from "vitest";
import { passes, type Filter } from "./filter-samples.js";

const any: Filter = {
  verdict: undefined,
  label: undefined,
  prediction: undefined,
  confidence: undefined,
};
const wrong = { index: 5, label: 3, prediction: 8, shares: [[8, Math.fround(0.751)], [3, 0.25]] } as const; // prettier-ignore
const right = { index: 6, label: 8, prediction: 8, shares: [] } as const;

test.each([
  [{}, true, true],
  [{ verdict: "wrong" }, true, false],
  [{ verdict: "right" }, false, true],
  [{ label: 3 }, true, false],
  [{ prediction: 8 }, true, true],
  [{ prediction: 3 }, false, false],
  [{ label: 8, prediction: 8 }, false, true],
  // Ends are included; where a confidence is not known it is none.
  [{ confidence: [75.1, 100] }, true, false],
  [{ confidence: [75.101, 100] }, false, false],
  [{ confidence: [0, 75.099] }, false, true],
  [{ confidence: [0, 75.1] }, true, true],
  [{ confidence: [0, 75] }, false, true],
] as const)("%j", (some, ofWrong, ofRight) => {
  const filter = { ...any, ...some };
  expect([passes(filter, wrong), passes(filter, right)]).toEqual([ofWrong, ofRight]);
});
