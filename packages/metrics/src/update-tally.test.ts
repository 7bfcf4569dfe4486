import fc from "fast-check";
import { expect, test } from "vitest";
import { valueOf } from "./exact-sum.js";
import { createTally } from "./tally.js";
import { anyImages, softmaxSums, tallyOf, type Image } from "./testing/images.js";
import { updateTally } from "./update-tally.js";

const CLASSES = 4;

test("counts each image by label, prediction and the rank of its label", () => {
  fc.assert(
    fc.property(anyImages(CLASSES), (list) => {
      const confusionMatrix = createTally(CLASSES).confusionMatrix;
      const labelRanks = new Array<number>(CLASSES).fill(0);
      for (const { label, logits } of list) {
        // np.argsort(-logits, kind="stable")
        const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
        confusionMatrix[label]![order[0]!]! += 1;
        labelRanks[order.indexOf(label)]! += 1;
      }
      expect(tallyOf(CLASSES, list)).toMatchObject({ confusionMatrix, labelRanks });
    }),
  );
});

test("sums are those of the softmax in float64", () => {
  fc.assert(
    fc.property(anyImages(CLASSES), (list) => {
      const tally = tallyOf(CLASSES, list);
      const each = list.map((image) => ({ ...image, p: softmax(image) }));
      const surprise = each.map(({ label, p }) => Math.min(-Math.log(p[label]!), 52 * Math.LN2));
      const brier = each.map(({ label, p }) =>
        sum(p.map((value, j) => (value - Number(j === label)) ** 2)),
      );
      const confidence = each.map(({ p }) => Math.max(...p));
      const tolerance = 1e-8 * (list.length + 1);
      const near = (got: number, expected: readonly number[]) => {
        expect(Math.abs(got - sum(expected))).toBeLessThan(tolerance);
      };
      near(valueOf(tally.negativeLogLikelihood), surprise);
      near(valueOf(tally.brierScore), brier);
      near(sum(tally.confidenceBins.map((bin) => valueOf(bin.confidence))), confidence);
    }),
  );
});

function softmax({ logits }: Image): number[] {
  const max = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - max));
  return powers.map((power) => power / sum(powers));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

// A confidence that is an edge belongs to the bin below it: 1 / 5 is the third's upper edge.
test("a bin holds its upper edge, not its lower", () => {
  const { confidenceBins } = tallyOf(5, [{ label: 0, logits: [1, 1, 1, 1, 1] }]);
  expect(confidenceBins[2]).toEqual({
    images: 1,
    correct: 1,
    confidence: { whole: 0, fraction: Math.round(2 ** 40 / 5) / 2 ** 40 },
  });
  const certain = tallyOf(2, [{ label: 1, logits: [0, 999] }]).confidenceBins;
  expect(certain.at(-1)).toMatchObject({ images: 1, confidence: { whole: 1, fraction: 0 } });
});

// A difference of what is near 1, or a sum in float32, has no digit of these left.
test("a label that is nearly certain keeps its digits", () => {
  for (const gap of [10, 16, 18, 20, 23]) {
    const { negativeLogLikelihood, brierScore } = tallyOf(3, [{ label: 1, logits: [0, gap, 0] }]);
    // p = np.exp(np.float64(-gap)) / (1 + 2 * np.exp(np.float64(-gap))), of each of the others
    const p = Math.exp(-gap) / (1 + 2 * Math.exp(-gap));
    const rounding = 2 ** -41;
    expect(Math.abs(valueOf(negativeLogLikelihood) - -Math.log1p(-2 * p))).toBeLessThan(rounding);
    expect(Math.abs(valueOf(brierScore) - 6 * p * p)).toBeLessThan(rounding);
  }
  // np.log1p(1e-7), np.log1p(1e-9)
  const surprise = (rest: number) => {
    const tally = createTally(2);
    const logits = { data: [9, 0], stride: 2 };
    updateTally(tally, [0], { predictions: [0], sums: [rest, 0], logits });
    return valueOf(tally.negativeLogLikelihood);
  };
  expect(surprise(Math.fround(1e-7))).toBeCloseTo(9.9999995e-8, 12);
  expect(surprise(Math.fround(1e-9))).toBeCloseTo(9.999999995e-10, 12);
});

test("no image's Brier score is negative, however near to certain", () => {
  fc.assert(
    fc.property(fc.float({ min: 0, max: 200, noNaN: true }), fc.nat(2), (gap, label) => {
      const { brierScore } = tallyOf(3, [{ label, logits: [gap, 0, -1] }]);
      expect(valueOf(brierScore)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("an impossible label costs 52 ln 2, not infinity", () => {
  const { negativeLogLikelihood } = tallyOf(2, [{ label: 0, logits: [-Infinity, 0] }]);
  expect(valueOf(negativeLogLikelihood)).toBeCloseTo(52 * Math.LN2, 11);
});

test("takes the arrays that a shard has: labels further on, rows that are padded", () => {
  const tally = createTally(2);
  const outputs = {
    predictions: Uint32Array.of(0, 1, 7),
    sums: [...softmaxSums({ logits: [1, 0] }), ...softmaxSums({ logits: [0, 1] }), NaN],
    logits: { data: Float32Array.of(1, 0, NaN, NaN, 0, 1, NaN, NaN), stride: 4 },
  };
  updateTally(tally, Uint8Array.of(9, 0, 1, 9), outputs, 1, 2);
  const expected = tallyOf(2, [
    { label: 0, logits: [1, 0] },
    { label: 1, logits: [0, 1] },
  ]);
  expect(tally).toEqual(expected);
  const toTheEnd = createTally(2);
  updateTally(toTheEnd, Uint8Array.of(9, 0, 1), outputs, 1);
  expect(toTheEnd).toEqual(expected);
});

// A label outside must not vanish: it would make the denominator smaller.
test.each([
  [4, 0],
  [0, 7],
  [-1, 0],
  [0, -1],
  [0.5, 0],
  [0, NaN],
])("refuses label %d with prediction %d, and says where", (label, prediction) => {
  const update = () =>
    updateTally(createTally(4), [0, label], {
      predictions: [0, prediction],
      sums: [1, 1, 1, 1],
      logits: { data: [1, 0, 0, 0, 1, 0, 0, 0], stride: 4 },
    });
  expect(update).toThrow(RangeError);
  expect(update).toThrow(
    `expected classes 0 to 3, got label ${label}, prediction ${prediction}, at index 1`,
  );
});

test("refuses text among labels, which would find its place too", () => {
  const logits = { data: [0, 1, 0, 1], stride: 2 };
  const outputs = { predictions: [1, 1], sums: [1, 1, 1, 1], logits };
  const labels = [1, "1"] as unknown as number[];
  expect(() => {
    updateTally(createTally(2), labels, outputs);
  }).toThrow('expected classes 0 to 1, got label "1", prediction 1, at index 1');
});

test.each([NaN, -1, Infinity])("refuses logits whose softmax is divided by 1 + %d", (sum) => {
  const logits = { data: [0, 0, 0, NaN], stride: 2 };
  const outputs = { predictions: [0, 0], sums: [1, 1, sum, 1], logits };
  const update = () => updateTally(createTally(2), [9, 0, 0], outputs, 1);
  expect(update).toThrow(expect.objectContaining({ kind: "model" }));
  expect(update).toThrow(
    "expected finite logits, got NaN or an infinity for image 2: the network's numbers pass " +
      "float32's range; scale its weights or its input down",
  );
});

test("refuses what is too short", () => {
  const update =
    (
      labels: number[],
      predictions: number[],
      sums: number[],
      data: number[],
      count?: number,
      first = 0,
    ) =>
    () => {
      const outputs = { predictions, sums, logits: { data, stride: 2 } };
      updateTally(createTally(2), labels, outputs, first, count);
    };
  expect(update([0], [], [1, 1], [0, 0])).toThrow("expected 1 predictions, got 0");
  expect(update([0], [0], [1], [0, 0])).toThrow("expected 2 sums, got 1");
  expect(update([0], [0], [1, 1], [0, 0], 2)).toThrow("expected 2 labels, got 1");
  expect(update([0, 0], [0, 0], [1, 1, 1, 1], [0, 0, 0, 0], 2, 1)).toThrow(
    "expected 2 labels, got 1",
  );
  expect(update([0], [0], [1, 1], [0, 0], undefined, 2)).toThrow("expected 0 labels, got -1");
  const narrow = { predictions: [0], sums: [1, 1], logits: { data: [0, 0], stride: 1 } };
  expect(() => {
    updateTally(createTally(2), [0], narrow);
  }).toThrow("expected 2 numbers from one row of logits to the next, got 1");
  expect(update([0, 0], [0, 0], [1, 1, 1, 1], [0, 0, 0])).toThrow(
    "expected 2 rows of logits, got 1",
  );
});
