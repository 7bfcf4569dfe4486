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

/** Its bins, that of its image (1 / (1 + e^-1) = 0.73: the 11th of 15) with changes. */
function bins(changes: object): object[] {
  return good.confidenceBins.map((bin) => (bin.images > 0 ? { ...bin, ...changes } : bin));
}

test.each([
  ["nothing", null, "not a tally: expected a tally, as createTally gives, got null"],
  [
    "an object of nothing",
    {},
    "not a tally: expected a tally, as createTally gives, got an object",
  ],
  ["a missing part", { ...good, brierScore: undefined }, "expected a tally, as createTally gives"],
  ["an extra part", { ...good, more: 1 }, "more"],
  ["a negative count", { ...good, labelRanks: [-1, 0] }, "labelRanks.0: "],
  ["a count that is no whole number", { ...good, labelRanks: [0.5, 0] }, "labelRanks.0: "],
  ["other bins", { ...good, confidenceBins: good.confidenceBins.slice(1) }, "confidenceBins: "],
  ...[0.1, -0.5, 1].map((fraction): [string, unknown, string] => [
    `${fraction}, a fraction that no sum has`,
    { ...good, brierScore: { whole: 0, fraction } },
    "brierScore.fraction: expected a multiple of 2^-40 from 0 to 1",
  ]),
  [
    "a matrix that is not square",
    { ...good, confusionMatrix: [[1, 0], [0]] },
    "confusionMatrix: row 1: expected 2 counts, as there are rows, got 1",
  ],
  [
    "a matrix of other classes",
    { ...good, confusionMatrix: [[1]] },
    "confusionMatrix: expected 2 rows of 2, as labelRanks has",
  ],
  [
    "more images than float64 counts",
    { ...good, labelRanks: [2 ** 53 - 1, 2] },
    "labelRanks: expected fewer than 2^53 images, got 9007199254740992",
  ],
  [
    "a bin with more hits than images",
    { ...good, confidenceBins: bins({ correct: 2 }) },
    "confidenceBins.10: expected at most 1 correct, got 2",
  ],
  ...[0.5, 0.75].map((fraction): [string, unknown, string] => [
    `${fraction}, a confidence beside its bin`,
    { ...good, confidenceBins: bins({ confidence: { whole: 0, fraction } }) },
    `confidenceBins.10.confidence: expected ${10 / 15} to ${11 / 15}, got ${fraction}`,
  ]),
  [
    "a log-loss beyond the largest that is counted",
    { ...good, negativeLogLikelihood: { whole: 37, fraction: 0 } },
    "negativeLogLikelihood: expected 0 to 36.04365338911715, got 37",
  ],
  [
    "a Brier score above 2",
    { ...good, brierScore: { whole: 2, fraction: 0.5 } },
    "brierScore: expected 0 to 2, got 2.5",
  ],
  [
    "a million problems",
    { ...good, labelRanks: new Array<number>(1e6).fill(-1) },
    "not a tally: labelRanks.0: Too small: expected number to be >=0",
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
