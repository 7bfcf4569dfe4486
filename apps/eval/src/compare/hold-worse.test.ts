import type { Comparison } from "@evalpool/evaluate";
import { matrixFigures, mcNemarTest } from "@evalpool/metrics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareResults } from "./compare-results.js";
import { judge } from "./hold-worse.js";

const confusionMatrix = [[1, 1], [1, 1]]; // prettier-ignore
const { perClass, ...figures } = matrixFigures(confusionMatrix);
const one = {
  file: "one.json",
  ranges: [{ start: 0, end: 4 }],
  result: {
    schemaVersion: 1 as const,
    model: { id: "net" },
    dataset: { name: "d", split: "test", images: 4, sha256: "", labelsSha256: "" },
    ...figures,
    confusionMatrix,
    perClass: perClass.map(({ illDefined, ...rest }) => rest),
    throughput: { imagesPerSecond: 1 },
    timings: { evaluateMs: 1 },
  },
};

/** A comparison of models that so many images are read right by alone. */
function comparison(onlyA: number, onlyB: number): Comparison {
  const test = mcNemarTest(onlyA, onlyB);
  return { ...compareResults(one, one), mcNemar: { bothRight: 0, onlyA, onlyB, bothWrong: 0, ...test } }; // prettier-ignore
}

const isWorse = (onlyA: number, onlyB: number, alpha: number): boolean | undefined =>
  judge(comparison(onlyA, onlyB), alpha).failIfWorse?.isWorse;

// scipy.stats.binomtest(min(a, b), a + b).pvalue, as statsmodels' mcnemar(…, exact=True) has it
test.each([
  // 0.03125
  [6, 0, 0.05, true],
  [0, 6, 0.05, false],
  // 0.0625
  [5, 0, 0.05, false],
  [5, 0, 0.0625, true],
  // 0.01667384780012071
  [25, 10, 0.05, true],
  [25, 10, 0.01, false],
  // 2.378474187204473e-122
  [541, 30, 1e-100, true],
  [30, 541, 0.5, false],
  [1, 1, 0.5, false],
  [0, 0, 0.5, false],
  // 0 in float64
  [1_000_000, 0, 1e-300, true],
  // 0.0456082998653896
  [501_000, 499_000, 0.05, true],
  [501_000, 499_000, 0.0456, false],
])("alone right on %i and %i images, at %d: worse is %s", (onlyA, onlyB, alpha, expected) => {
  expect(isWorse(onlyA, onlyB, alpha)).toBe(expected);
});

test("nothing is judged where nobody asks", () => {
  expect(judge(comparison(541, 30), undefined)).not.toHaveProperty("failIfWorse");
});

const images = fc.nat({ max: 300 });
const alpha = fc.double({ min: Number.MIN_VALUE, max: 0.5, noNaN: true });

test("what is worse at a level is so at each that is larger, and never the other way round", () => {
  fc.assert(
    fc.property(images, images, alpha, alpha, (onlyA, onlyB, one, other) => {
      const [strict, lax] = [Math.min(one, other), Math.max(one, other)];
      if (isWorse(onlyA, onlyB, strict)) {
        expect(isWorse(onlyA, onlyB, lax)).toBe(true);
        expect(isWorse(onlyB, onlyA, lax)).toBe(false);
      }
    }),
  );
});
