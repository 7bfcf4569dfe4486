import { expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { parseGate } from "./parse-gate.js";
import { requireGateClasses } from "./require-gate-classes.js";

const classNames = ["cat", "dog", "dog"];

function holding(expression: string, names?: readonly string[]): () => void {
  return () => requireGateClasses([parseGate(expression)], { count: 3, classNames: names });
}

test.each(["accuracy >= 0.9", "recall[2] >= 0", "confusions[0][cat] <= 1", "top3 >= 0.9"])(
  "%s can be held against a result of three classes",
  (expression) => {
    expect(holding(expression, classNames)).not.toThrow();
  },
);

test.each([
  ["recall[3] >= 0", "gate recall[3] >= 0: there is no class 3: labels are 0 to 2"],
  ["confusions[0][9] <= 1", "gate confusions[0][9] <= 1: there is no class 9: labels are 0 to 2"],
  ["recall[cta] >= 0", "gate recall[cta] >= 0: there is no class cta. Did you mean cat?"],
  ["recall[dog] >= 0", "classes 1 and 2 are called dog: give the label"],
  ["topK[4] >= 0", "gate topK[4] >= 0: there are 3 classes"],
])("%s cannot, which is told as a mistake of use", (expression, message) => {
  expect(holding(expression, classNames)).toThrow(UsageError);
  expect(holding(expression, classNames)).toThrow(message);
});

test("where classes have no names, neither can one that is named", () => {
  expect(holding("recall[cat] >= 0")).toThrow("classes have no names: labels are 0 to 2");
});
