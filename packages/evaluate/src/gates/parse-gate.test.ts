import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { figureAliases, gateFigures } from "./gate-figures.js";
import { parseGate } from "./parse-gate.js";

describe("a gate is read", () => {
  test.each([
    ["accuracy >= 0.98", ["accuracy", [], ">=", 0.98]],
    ["accuracy.low>=.975", ["accuracy.low", [], ">=", 0.975]],
    [" recall[3]  >  0.9 ", ["recall[]", [3], ">", 0.9]],
    ["f1[tabby cat] >= 0.5", ["f1[]", ["tabby cat"], ">=", 0.5]],
    ['f1["cat, [small]"] >= 0.5', ["f1[]", ["cat, [small]"], ">=", 0.5]],
    // A name that looks like a label.
    ['recall["3"] >= 0.5', ["recall[]", ["3"], ">=", 0.5]],
    ["recall[3rd] >= 0.5", ["recall[]", ["3rd"], ">=", 0.5]],
    ["recall[-1st] >= 0.5", ["recall[]", ["-1st"], ">=", 0.5]],
    ["recall[area-51] >= 0.5", ["recall[]", ["area-51"], ">=", 0.5]],
    ["perClass[7].recall >= 1", ["recall[]", [7], ">=", 1]],
    ["confusions[3][5] <= 10", ["confusions[][]", [3, 5], "<=", 10]],
    ["top5 >= 0.99", ["topK[]", [5], ">=", 0.99]],
    ["top3Accuracy >= 0.99", ["topK[]", [3], ">=", 0.99]],
    ["nll < 0.1", ["logLoss", [], "<", 0.1]],
    ["brierScore <= 1.5", ["brier", [], "<=", 1.5]],
    ["throughput.imagesPerSecond >= 1e5", ["throughput.imagesPerSecond", [], ">=", 1e5]],
    ["total == 10000", ["total", [], "==", 10_000]],
    ["timings.totalMs <= 12.5", ["timings.totalMs", [], "<=", 12.5]],
  ])("%s", (text, [figure, at, operator, bound]) => {
    expect(parseGate(text)).toMatchObject({ figure, at, operator, bound });
  });

  test("by each name that a figure has", () => {
    const all = [...gateFigures.keys(), ...figureAliases.keys()];
    for (const name of all) {
      const written = name.replaceAll("[]", "[1]");
      const figure = figureAliases.get(name) ?? name;
      expect(parseGate(`${written} >= 1`)).toMatchObject({ figure });
    }
  });

  test("as written but for spaces, and again as that", () => {
    const name = fc.oneof(
      fc.nat(99).map(String),
      fc.string().map((it) => JSON.stringify(it)),
    );
    const space = fc.constantFrom("", " ", "  ", "\t");
    const operator = fc.constantFrom(">=", "<=", ">", "<");
    const bound = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(name, space, operator, bound, (name, space, operator, bound) => {
        const number = String(bound).replace("-0", "0");
        const text = ["recall", "[", name, "]", operator, number].join(space);
        const gate = parseGate(text);
        expect(gate.bound).toBe(Number(number));
        expect(gate.at).toEqual([JSON.parse(name)]);
        expect(parseGate(gate.expression)).toEqual(gate);
      }),
    );
  });
});

describe("what is no gate is told in a line", () => {
  test.each([
    ["", "expected a figure, as accuracy or recall[3], got the end"],
    ["0.9 <= accuracy", "expected a figure, as accuracy or recall[3], got 0.9 <= accuracy"],
    ["acuracy >= 0.9", "there is no figure acuracy. Did you mean accuracy?"],
    ["Accuracy >= 0.9", "there is no figure Accuracy. Did you mean accuracy?"],
    ["recal[3] >= 0.9", "there is no figure recal[3]. Did you mean recall[3]?"],
    ["recall >= 0.9", "recall is of one class: expected recall[3], or macro.recall of all"],
    ["accuracy[3] >= 0.9", "there is no figure accuracy[3]. Did you mean"],
    ["confusion[3][5] <= 10", "no figure confusion[3][5]. Did you mean confusions[3][5]?"],
    ['recal["a [3]"] >= 0.9', 'Did you mean recall["a [3]"]?'],
    ["perClass[7].recal >= 0.9", "Did you mean perClass[7].recall?"],
    ["top5recall >= 0.9", "there is no figure top5recall."],
    ["macro.top5 >= 0.9", "there is no figure macro.top5."],
    ["tpo3 >= 0.9", "there is no figure tpo3. Did you mean top3?"],
    // What it is of is not guessed.
    ["confusion[7] <= 10", "no figure confusion[7]. Did you mean confusions[3][3]?"],
    ["zebra >= 0.9", "there is no figure zebra. Known are accuracy, accuracy.low, accuracy.high, "],
    ["recall[-1] >= 0.9", "expected a label, which is 0 or more, got -1"],
    ["recall[-12] >= 0.9", "expected a label, which is 0 or more, got -12"],
    ["recall[3 >= 0.9", "expected ] after 3, or all of a name in quotes, got >= 0.9"],
    ["f1[cat, small] >= 0.9", "expected ] after cat, or all of a name in quotes, got , small]"],
    ["recall[] >= 0.9", 'expected a class, as 3, cat or "tabby cat, small", got ] >= 0.9'],
    ['recall["\\q"] >= 0.9', "expected a JSON string"],
    ["topK[0] >= 0.9", "expected a number of classes, as topK[3], got topK[0]"],
    ["topK[cat] >= 0.9", "expected a number of classes, as topK[3], got topK[cat]"],
    ['topK["3"] >= 0.9', 'expected a number of classes, as topK[3], got topK["3"]'],
    ["accuracy", "expected one of >=, <=, >, <, ==, got the end"],
    ["accuracy => 0.9", "expected one of >=, <=, >, <, ==, got =>. Did you mean >=?"],
    ["ece =< 0.1", "got =<. Did you mean <=?"],
    ["accuracy ≥ 0.9", "expected one of >=, <=, >, <, ==, got ≥. Did you mean >=?"],
    ["ece ≤ 0.1", "got ≤. Did you mean <=?"],
    ["accuracy == 0.9", "== is of whole numbers, and accuracy is none: give >= or <="],
    ["accuracy >= ", "expected a number, as 0.98 or 1e5, got the end"],
    ["accuracy >= -1", "expected a number from 0 to 1 for accuracy, got -1."],
    ["correct >= -1", "expected a whole number from 0 on for correct, got -1."],
    ["accuracy >= - 1", "expected a number, as 0.98 or 1e5, got - 1"],
    ["accuracy >= 0,98", "expected a number without a comma, got 0,98. Did you mean 0.98?"],
    ["correct >= 9,800", "got 9,800. Did you mean 9800?"],
    ["accuracy >= 98", "expected a number from 0 to 1 for accuracy, got 98. Did you mean 0.98?"],
    ["accuracy >= 98 %", "got 98%. Did you mean 0.98?"],
    ["accuracy >= 100", "got 100. Did you mean 1?"],
    ["accuracy >= 0 %", "got 0%. Did you mean 0?"],
    ["recall[3] >= 2", "for recall[3], got 2. Did you mean 0.02?"],
    ["accuracy >= 1.5 %", "got 1.5%. Did you mean 0.015?"],
    ["ece <= 200", "expected a number from 0 to 1 for ece, got 200."],
    ["brier <= 3", "expected a number from 0 to 2 for brier, got 3."],
    // It is clamped at 52 ln 2: a gate beyond that would never be missed.
    ["logLoss <= 98", "expected a number from 0 to 36.04365338911715 for logLoss, got 98."],
    ["nll <= 36.1", "expected a number from 0 to 36.04365338911715 for nll, got 36.1."],
    ["correct >= 0.98", "expected a whole number for correct, got 0.98."],
    ["timings.totalMs <= 1e999", "expected a number for timings.totalMs, got Infinity."],
    ["accuracy >= 0.9 && ece <= 0.1", "expected nothing after 0.9, got && ece <= 0.1: each gate"],
    ["accuracy >= 0.9 or 0,95 ", "expected nothing after 0.9, got or 0,95: each gate"],
  ])("%s", (text, message) => {
    expect(() => parseGate(text)).toThrow(UsageError);
    expect(() => parseGate(text)).toThrow(message);
  });

  // Of what is just above 1 nobody knows whether it was to be per cent.
  test.each([
    ["accuracy >= 1.5", /for accuracy, got 1\.5\.$/],
    ["accuracy >= 101", /for accuracy, got 101\.$/],
    ["accuracy >= -5 %", /for accuracy, got -5%\.$/],
    ["brier <= 3", /for brier, got 3\.$/],
    ["accuracy != 0.9", /<, ==, got !=$/],
    ["support >= 1", /expected support\[3\]$/],
  ])("%s: nothing else is guessed at", (text, message) => {
    expect(() => parseGate(text)).toThrow(message);
  });

  test("with what JSON has against a name in quotes as its cause", () => {
    const cause = expect.any(SyntaxError) as SyntaxError;
    expect(() => parseGate('recall["\\q"] >= 0.9')).toThrow(expect.objectContaining({ cause }));
  });

  test("whatever it is, and no other error", () => {
    const piece = fc.constantFrom(
      ...[
        "accuracy",
        "recall",
        "[",
        "]",
        "3",
        '"',
        "\\",
        ".",
        ">=",
        "<",
        "=",
        "1e",
        "%",
        " ",
        "-",
        ",",
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (text) => {
        try {
          expect(Number.isFinite(parseGate(text).bound)).toBe(true);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
