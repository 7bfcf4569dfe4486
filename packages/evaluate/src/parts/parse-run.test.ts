import { expect, test } from "vitest";
import { smallRun } from "../testing/small-part.js";
import { parseRun } from "./parse-run.js";

const run = smallRun(100);

test("what a run is of is the same after it was JSON", () => {
  expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
});

const digest = "0".repeat(64);

test.each([
  [null, "not a run: "],
  [{ ...run, total: 0 }, "not a run: total"],
  [{ ...run, classes: 1.5 }, "not a run: classes"],
  [{ ...run, more: 1 }, "more"],
  ...[`x${digest}`, `${digest}0`, digest.slice(1), "A".repeat(64)].map(
    (weights): [unknown, string] => [
      { ...run, weights },
      "not a run: weights: expected a SHA-256 in hex",
    ],
  ),
])("refuses what is none: %#", (value, message) => {
  expect(() => parseRun(value)).toThrow(RangeError);
  expect(() => parseRun(value)).toThrow(message);
});
