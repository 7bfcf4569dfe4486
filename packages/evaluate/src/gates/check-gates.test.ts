import { describe, expect, test } from "vitest";
import { matrixFigures } from "@evalpool/metrics";
import type { ScoredResult } from "../result.js";
import { checkGates, gateText } from "./check-gates.js";
import { parseGate } from "./parse-gate.js";

// y = [0, 0, 0, 1, 1, 2]; p = [0, 0, 1, 1, 1, 0]
// sklearn.metrics.confusion_matrix(y, p, labels=range(4))
const confusionMatrix = [
  [2, 1, 0, 0],
  [0, 2, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 0],
];

const result: ScoredResult = {
  schemaVersion: 1,
  model: { id: "m", runtime: { name: "own" }, parameters: 40 },
  dataset: { name: "d", split: "test", images: 6, sha256: "", labelsSha256: "" },
  ...matrixFigures(confusionMatrix),
  confusionMatrix,
  topKAccuracy: [4 / 6, 5 / 6, 1, 1],
  top3Accuracy: 1,
  negativeLogLikelihood: 0.5,
  brierScore: 0.25,
  calibrationError: 0.02,
  reliabilityBins: [],
  throughput: { imagesPerSecond: 600 },
  timings: { loadMs: 5, poolStartMs: 4, evaluateMs: 10, totalMs: 20 },
  config: { threads: 1, batchSize: 6, backend: "reference", shards: 1 },
  environment: { node: "", platform: "", arch: "", cpu: "", evalpool: "", v8Flags: [] },
};

function check(expression: string, changes: Partial<ScoredResult> = {}) {
  const [outcome] = checkGates([parseGate(expression)], { ...result, ...changes });
  return { ...outcome!, text: gateText(outcome!) };
}

describe("a gate is held against its figure", () => {
  // Of classes: sklearn.metrics.precision_recall_fscore_support(y, p, labels=range(4), zero_division=0)
  test.each([
    ["accuracy >= 0.6", 4 / 6],
    ["accuracy.low <= 0.31", result.accuracyInterval.low],
    ["accuracy.high >= 0.9", result.accuracyInterval.high],
    ["correct == 4", 4],
    ["total == 6", 6],
    ["precision[1] >= 0.6", 2 / 3],
    ["recall[0] >= 0.6", 2 / 3],
    ["f1[1] >= 0.8", 0.8],
    ["support[3] == 0", 0],
    ["macro.recall >= 0.4", (2 / 3 + 1) / 4],
    ["weighted.recall >= 0.6", 4 / 6],
    ["micro.f1 >= 0.6", 4 / 6],
    ["confusions[0][1] <= 1", 1],
    ["confusions[2][0] <= 1", 1],
    ["confusions[0][2] <= 1", 0],
    ["top2 >= 0.8", 5 / 6],
    ["nll <= 0.5", 0.5],
    ["brier < 0.3", 0.25],
    ["ece <= 0.02", 0.02],
    ["parameters <= 50", 40],
    ["throughput.imagesPerSecond >= 100", 600],
    ["timings.loadMs <= 5", 5],
    ["timings.poolStartMs <= 5", 4],
    ["timings.evaluateMs <= 10", 10],
    ["timings.totalMs <= 20", 20],
  ])("%s", (expression, value) => {
    const { text, ...outcome } = check(expression);
    expect(outcome).toEqual({ expression, value: expect.closeTo(value) as number, held: true });
    expect(text).toMatch(`${expression}, got `);
  });

  test.each([
    [">=", [true, true, false]],
    ["<=", [false, true, true]],
    [">", [true, false, false]],
    ["<", [false, false, true]],
    ["==", [false, true, false]],
  ])("4 %s 3, 4 and 5: %o", (operator, held) => {
    expect([3, 4, 5].map((bound) => check(`correct ${operator} ${bound}`).held)).toEqual(held);
  });

  test("with as many digits as it takes to see why", () => {
    expect(check("recall[0] >= 0.9").text).toBe("recall[0] >= 0.9, got 0.6667");
    expect(check("recall[0] >= 0.66667").text).toBe("recall[0] >= 0.66667, got 0.666667");
    expect(check("brier >= 0.3").text).toBe("brier >= 0.3, got 0.2500");
    expect(check("ece < 0.02").text).toBe("ece < 0.02, got 0.02");
    expect(check("correct >= 12345").text).toBe("correct >= 12345, got 4");
    expect(check("brier <= 0", { brierScore: 4e-18 }).text).toBe("brier <= 0, got 4e-18");
    expect(check("brier <= 0", { brierScore: 6e-18 }).text).toBe("brier <= 0, got 6e-18");
    const throughput = { imagesPerSecond: 144_812.3 };
    expect(check("imagesPerSecond >= 2e5", { throughput }).text).toMatch(/, got 144812$/);
    const accuracy = 1 - 1e-7;
    expect(check("accuracy >= 1", { accuracy }).text).toBe("accuracy >= 1, got 0.9999999");
  });
});

describe("a gate on what is not there never holds, and says why", () => {
  const machine = { ...result, parts: 1, images: 6, evaluateMs: 10 };
  const unknown = {
    topKAccuracy: undefined,
    negativeLogLikelihood: undefined,
    brierScore: undefined,
    calibrationError: undefined,
  };
  const predictions = { model: { id: "m", runtime: { name: "predictions" } } } as const;
  const merged = { machines: [machine] };
  const partly = { machines: [{ ...machine, worker: "a" }, machine] };

  test.each<[string, string, Partial<ScoredResult>?]>([
    ["recall[3] <= 0.5", "the class has no images"],
    ["precision[2] <= 0.5", "nothing was read as the class"],
    ["f1[3] >= 0", "the class has no images"],
    // By count 0, which would hold for want of images.
    ["confusions[3][0] <= 9", "the class has no images"],
    ["recall[4] >= 0", "there is no class 4: labels are 0 to 3"],
    ["confusions[0][9] <= 10", "there is no class 9: labels are 0 to 3"],
    ["confusions[9][0] <= 10", "there is no class 9: labels are 0 to 3"],
    ["recall[cat] >= 0", "classes have no names: labels are 0 to 3"],
    ["top5 >= 0", "there are 4 classes"],
    ["top3 >= 0", "there are predictions without probabilities", unknown as never],
    ["nll <= 9", "there are predictions without probabilities", unknown as never],
    ["brier <= 2", "there are predictions without probabilities", unknown as never],
    ["ece <= 1", "there are predictions without probabilities", unknown as never],
    ["parameters <= 50", "another program has the weights", predictions],
    ["imagesPerSecond >= 0", "predictions were read", predictions],
    ["timings.evaluateMs <= 99", "predictions were read", predictions],
    ["timings.loadMs <= 5", "it was merged from parts", merged],
    ["timings.poolStartMs <= 5", "it was merged from parts", merged],
    ["timings.loadMs <= 5", "it was merged from parts", partly],
    ["imagesPerSecond >= 0", "it is Infinity", { throughput: { imagesPerSecond: Infinity } }],
  ])("%s", (expression, reason, changes) => {
    const outcome = check(expression, changes);
    expect(outcome).toMatchObject({ expression, value: null, held: false });
    expect(outcome.reason).toMatch(reason);
    expect(outcome.text).toMatch(`${expression}: ${reason}`);
  });

  test("but of a queue's workers times are those of who waited", () => {
    const machines = [{ ...machine, worker: "a" }];
    expect(check("timings.loadMs <= 5", { machines })).toMatchObject({ value: 5, held: true });
  });
});

describe("a class is named", () => {
  const dataset = { ...result.dataset, classNames: ["cat", "crane", "crane", "été"] };
  const named = (expression: string) => check(expression, { dataset });

  test("by its name, as the data set has it or as it is shown", () => {
    expect(named("support[cat] == 3")).toMatchObject({ held: true });
    // e and a combining accent
    expect(named('support["e\u0301te\u0301"] == 0')).toMatchObject({ held: true });
    expect(named('support["1 · crane"] == 2')).toMatchObject({ held: true });
  });

  test("clearly, or it is asked which", () => {
    expect(named("support[crane] >= 0").reason).toBe(
      "classes 1 and 2 are called crane: give the label",
    );
    expect(named("support[cta] >= 0").reason).toBe("there is no class cta. Did you mean cat?");
    expect(named('support["1"] >= 0').reason).toMatch("there is no class 1.");
  });

  test("that looks like the label of another", () => {
    const digits = { ...dataset, classNames: ["3", "2", "1", "0"] };
    expect(check('support["3"] == 3', { dataset: digits })).toMatchObject({ held: true });
  });

  test("which the result has: a name more than classes is of none", () => {
    const more = { ...dataset, classNames: ["a", "b", "c", "d", "ghost"] };
    expect(check("support[ghost] >= 0", { dataset: more }).reason).toBe("there is no class ghost.");
  });
});
