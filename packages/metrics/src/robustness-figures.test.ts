import { expect, test } from "vitest";
import { robustnessFigures, type RobustnessCounts } from "./robustness-figures.js";

const model: RobustnessCounts = {
  total: 1000,
  clean: 980,
  corruptions: [
    { name: "fog", correct: [900, 700, 500] },
    { name: "rotate", correct: [950, 900, 850] },
  ],
};
const baseline: RobustnessCounts = {
  total: 1000,
  clean: 900,
  corruptions: [
    { name: "fog", correct: [800, 500, 200] },
    { name: "rotate", correct: [850, 800, 750] },
  ],
};

test("without a baseline there are accuracies and the mean error alone", () => {
  const figures = robustnessFigures(model);
  expect(figures.clean).toEqual({ correct: 980, accuracy: 0.98 });
  expect(figures.corruptions[0]!.accuracy).toEqual([0.9, 0.7, 0.5]);
  expect(figures.corruptions.map((it) => it.meanAccuracy)).toEqual([0.7, 0.9]);
  expect(figures.meanError).toBeCloseTo(0.2, 15);
  expect(figures).not.toHaveProperty("meanCorruptionError");
  expect(figures.corruptions[0]).not.toHaveProperty("corruptionError");
});

test("errors are divided by the baseline's, summed over severities first", () => {
  const figures = robustnessFigures(model, baseline);
  const [fog, rotate] = figures.corruptions;
  // E = 1 - np.array([[.9, .7, .5], [.95, .9, .85]]); B = 1 - np.array([[.8, .5, .2], [.85, .8, .75]])
  // E.sum(1) / B.sum(1), (E - .02).sum(1) / (B - .1).sum(1), and their means
  expect(fog!.corruptionError).toBeCloseTo(0.6, 12);
  expect(rotate!.corruptionError).toBeCloseTo(0.5, 12);
  expect(fog!.relativeCorruptionError).toBeCloseTo(0.7, 12);
  expect(rotate!.relativeCorruptionError).toBeCloseTo(0.8, 12);
  expect(figures.meanCorruptionError).toBeCloseTo(0.55, 12);
  expect(figures.relativeMeanCorruptionError).toBeCloseTo(0.75, 12);
});

test("a model is as robust as itself", () => {
  const figures = robustnessFigures(model, model);
  expect(figures.meanCorruptionError).toBe(1);
  expect(figures.relativeMeanCorruptionError).toBe(1);
});

test("what would be divided by nothing is not known, and so its mean is not", () => {
  const perfect = {
    ...baseline,
    clean: 1000,
    corruptions: [{ name: "fog", correct: [1000, 1000, 1000] }, baseline.corruptions[1]!],
  };
  const figures = robustnessFigures(model, perfect);
  expect(figures.corruptions.map((it) => it.corruptionError)).toEqual([null, expect.any(Number)]);
  expect(figures.meanCorruptionError).toBeNull();
  // A baseline that a corruption helps, or does not touch, has no errors to be held against.
  for (const clean of [700, 800]) {
    const helped = robustnessFigures(model, { ...baseline, clean });
    expect(helped.corruptions[1]!.relativeCorruptionError).toBeNull();
  }
});

test("there is no mean over fewer corruptions than the model was given", () => {
  const fewer = { ...baseline, corruptions: baseline.corruptions.slice(0, 1) };
  const figures = robustnessFigures(model, fewer);
  expect(figures.corruptions[1]).not.toHaveProperty("corruptionError");
  expect(figures).toMatchObject({ meanCorruptionError: null, relativeMeanCorruptionError: null });
});
