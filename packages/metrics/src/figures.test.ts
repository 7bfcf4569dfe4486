import fc from "fast-check";
import { expect, test } from "vitest";
import { computeFigures } from "./figures.js";
import { createTally } from "./tally.js";
import { anyImages, tallyOf } from "./testing/images.js";

/*
 * L = np.array([[2,0,-1],[0,1,1],[.5,.5,.5],[-3,4,0],[1,0,3]]); t = np.array([0,2,1,1,0])
 * p = np.exp(L) / np.exp(L).sum(1, keepdims=True); y = p.argmax(1); n = np.arange(5)
 */
const figures = computeFigures(
  tallyOf(3, [
    { label: 0, logits: [2, 0, -1] },
    { label: 2, logits: [0, 1, 1] },
    { label: 1, logits: [0.5, 0.5, 0.5] },
    { label: 1, logits: [-3, 4, 0] },
    { label: 0, logits: [1, 0, 3] },
  ]),
);

test("counts, shares and top-k", () => {
  expect(figures).toMatchObject({
    total: 5,
    correct: 2,
    accuracy: 0.4,
    // cm = np.zeros((3, 3), int); np.add.at(cm, (t, y), 1)
    confusionMatrix: [
      [1, 0, 1],
      [1, 1, 0],
      [0, 1, 0],
    ],
    // rank = (np.argsort(-p, 1, kind="stable") == t[:, None]).argmax(1)
    topKAccuracy: [0.4, 1, 1],
    top3Accuracy: 1,
  });
});

test("real numbers", () => {
  // -np.log(p[n, t]).mean()
  expect(figures.negativeLogLikelihood).toBeCloseTo(0.863868827943638, 8);
  // ((p - np.eye(3)[t]) ** 2).sum(1).mean()
  expect(figures.brierScore).toBeCloseTo(0.5482325012124705, 8);
  // c = p.max(1); b = np.ceil(c * 15) - 1
  // sum(abs((y == t)[b == k].mean() - c[b == k].mean()) * (b == k).mean() for k in set(b))
  expect(figures.calibrationError).toBeCloseTo(0.29242127962264264, 8);
});

test("reliability bins: one for each fifteenth, null where there is no image", () => {
  const { reliabilityBins } = figures;
  expect(reliabilityBins.map(({ images }) => images)).toEqual([
    0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 1,
  ]);
  expect(reliabilityBins[0]).toEqual({
    from: 0,
    to: 1 / 15,
    images: 0,
    accuracy: null,
    confidence: null,
  });
  expect(reliabilityBins[12]).toMatchObject({ from: 12 / 15, to: 13 / 15, accuracy: 0.5 });
  // p[0, 0] and p[4, 2]
  expect(reliabilityBins[12]?.confidence).toBeCloseTo(0.84379473, 8);
});

// tp = np.diag(cm); tp / cm.sum(0), tp / cm.sum(1), 2 * tp / (cm.sum(0) + cm.sum(1))
// x.mean() and (x * cm.sum(1)).sum() / 5 of each
test("per class and averaged", () => {
  expect(figures.perClass).toEqual([
    { label: 0, support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
    { label: 1, support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
    { label: 2, support: 1, precision: 0, recall: 0, f1: 0 },
  ]);
  const third = { precision: 1 / 3, recall: 1 / 3, f1: 1 / 3 };
  expect(figures.macro).toEqual(third);
  expect(figures.micro).toEqual({ precision: 0.4, recall: 0.4, f1: 0.4 });
  expect(figures.weighted).toEqual({ precision: 0.4, recall: 0.4, f1: 0.4 });
});

// As with scikit-learn's zero_division=0: the F-score is ill-defined only where there is neither.
test("0 ÷ 0 is 0, and marked", () => {
  const { perClass, macro } = computeFigures(
    tallyOf(4, [
      { label: 0, logits: [1, 0, 0, 0] },
      { label: 1, logits: [0, 0, 1, 0] },
    ]),
  );
  expect(perClass).toEqual([
    { label: 0, support: 1, precision: 1, recall: 1, f1: 1 },
    { label: 1, support: 1, precision: 0, recall: 0, f1: 0, illDefined: ["precision"] },
    { label: 2, support: 0, precision: 0, recall: 0, f1: 0, illDefined: ["recall"] },
    {
      label: 3,
      support: 0,
      precision: 0,
      recall: 0,
      f1: 0,
      illDefined: ["precision", "recall", "f1"],
    },
  ]);
  expect(macro).toEqual({ precision: 0.25, recall: 0.25, f1: 0.25 });
});

test("every figure of any images is a number in its range", () => {
  const some = anyImages(3).filter((list) => list.length > 0);
  fc.assert(
    fc.property(some, (list) => {
      const { reliabilityBins, perClass, negativeLogLikelihood, ...rest } = computeFigures(
        tallyOf(3, list),
      );
      expect(negativeLogLikelihood).toBeGreaterThanOrEqual(0);
      expect(negativeLogLikelihood).toBeLessThanOrEqual(52 * Math.LN2);
      expect(rest.brierScore).toBeGreaterThanOrEqual(0);
      expect(rest.brierScore).toBeLessThanOrEqual(2);
      const shares = [
        rest.accuracy,
        rest.calibrationError,
        rest.accuracyInterval.low,
        rest.accuracyInterval.high,
        ...rest.topKAccuracy,
        ...[rest.macro, rest.micro, rest.weighted, ...perClass].flatMap((scores) => [
          scores.precision,
          scores.recall,
          scores.f1,
        ]),
        ...reliabilityBins.flatMap((bin) => [bin.accuracy ?? 0, bin.confidence ?? 0]),
      ];
      for (const share of shares) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-12);
      }
      expect(JSON.stringify(rest)).not.toContain("null");
    }),
  );
});

test("there are no figures of nothing", () => {
  expect(() => computeFigures(createTally(3))).toThrow("at least one image");
});

test("of two classes, the label is always among the first three", () => {
  expect(computeFigures(tallyOf(2, [{ label: 0, logits: [0, 1] }])).top3Accuracy).toBe(1);
});
