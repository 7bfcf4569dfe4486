import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTally } from "./parse-tally.js";
import { anyImages, tallyOf } from "./testing/images.js";

test("a tally goes to JSON and back, and through postMessage, as it is", () => {
  fc.assert(
    fc.property(anyImages(3), (list) => {
      const tally = tallyOf(3, list);
      expect(parseTally(JSON.parse(JSON.stringify(tally)))).toEqual(tally);
      expect(parseTally(structuredClone(tally))).toEqual(tally);
    }),
  );
});

const good = tallyOf(2, [{ label: 0, logits: [1, 0] }]);

test.each([
  ["nothing", null, "expected object"],
  ["a missing part", { ...good, brierScore: undefined }, "brierScore: "],
  ["an extra part", { ...good, more: 1 }, "more"],
  ["a negative count", { ...good, labelRanks: [-1, 0] }, "labelRanks.0: "],
  ["a count that is no whole number", { ...good, labelRanks: [0.5, 0] }, "labelRanks.0: "],
  ["other bins", { ...good, confidenceBins: good.confidenceBins.slice(1) }, "confidenceBins: "],
  [
    "a fraction that no sum has",
    { ...good, brierScore: { whole: 0, fraction: 0.1 } },
    "brierScore.fraction: expected a multiple of 2^-40 from 0 to 1",
  ],
  [
    "a matrix that is not square",
    { ...good, confusionMatrix: [[1, 0], [0]] },
    "confusionMatrix: expected 2 rows of 2, as labelRanks has",
  ],
  [
    "a matrix of other images",
    {
      ...good,
      confusionMatrix: [
        [0, 1],
        [0, 0],
      ],
    },
    "confusionMatrix: expected 1 of 1 correct, as in labelRanks, got 0 of 1",
  ],
  [
    "bins of other images",
    {
      ...good,
      labelRanks: [1, 1],
      confusionMatrix: [
        [1, 1],
        [0, 0],
      ],
    },
    "confidenceBins: expected 1 of 2 correct, as in labelRanks, got 1 of 1",
  ],
])("refuses %s", (_, value, message) => {
  expect(() => parseTally(value)).toThrow(RangeError);
  expect(() => parseTally(value)).toThrow(message);
});
