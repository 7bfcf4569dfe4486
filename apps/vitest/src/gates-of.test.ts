import { expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { atLeast, atMost, exactly } from "./bound.js";
import { gatesOf } from "./gates-of.js";
import type { ExpectedFigures } from "./options.js";

test("figures with their bounds are gates, as the command reads them", () => {
  const figures = {
    accuracy: atLeast(0.98),
    'recall["cat, small"]': atLeast(1e-7),
    ece: atMost(0.02),
    "confusions[3][5]": exactly(2),
  } as const;
  expect(gatesOf(figures).map(({ expression }) => expression)).toEqual([
    "accuracy >= 0.98",
    'recall["cat, small"] >= 1e-7',
    "ece <= 0.02",
    "confusions[3][5] == 2",
  ]);
});

// As code without types may have it.
test.each<[unknown, string]>([
  [undefined, "toEvaluate: expected figures with their bounds, as { accuracy: atLeast(0.98) }"],
  [{}, "toEvaluate: expected figures with their bounds"],
  [{ accuracy: 0.98 }, "accuracy: expected atLeast(x), atMost(x) or exactly(n), got 0.98. Did you"],
  [{ accuracy: "0.98" }, 'accuracy: expected atLeast(x), atMost(x) or exactly(n), got "0.98"'],
  [{ accuracy: atLeast(98) }, "accuracy: expected a number from 0 to 1 for accuracy, got 98. Did"],
  [{ accuracy: atLeast(NaN) }, "accuracy: expected a number, as 0.98 or 1e5, got NaN"],
  [{ acuracy: atLeast(0.98) }, "acuracy: there is no figure acuracy. Did you mean accuracy?"],
  [{ "accuracy >= 0.5 ": atLeast(0.98) }, "accuracy >= 0.5 : expected nothing after 0.5"],
])("%j is refused", (figures, message) => {
  expect(() => gatesOf(figures as ExpectedFigures)).toThrow(UsageError);
  expect(() => gatesOf(figures as ExpectedFigures)).toThrow(message);
});

test.each<[typeof atLeast, unknown, string]>([
  [atLeast, "0.98", 'atLeast: expected a number, as 0.98, got "0.98"'],
  [atMost, undefined, "atMost: expected a number, as 0.98, got undefined"],
  [exactly, null, "exactly: expected a number, as 0.98, got null"],
])("%o is given no number: %s", (bound, value, told) => {
  expect(() => bound(value as number)).toThrow(UsageError);
  expect(() => bound(value as number)).toThrow(told);
});
