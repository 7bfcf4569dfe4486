import { UsageError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { worstConfusions } from "./confusion-matrix.js";
import { computeFigures, matrixFigures } from "./figures.js";
import { mcNemarTest } from "./mcnemar.js";
import { createTally, mergeTallies } from "./tally.js";
import { updateTally } from "./update-tally.js";

const tally = createTally(2);
const aTally = "expected a tally, as createTally gives, got";
const rows = "confusionMatrix: expected an array of rows, got";

/** As from JavaScript, where no type is checked. */
const call =
  (called: (...args: never) => unknown, ...args: readonly unknown[]) =>
  () =>
    (called as (...args: readonly unknown[]) => unknown)(...args);

// Not a TypeError from deep inside, or a figure that is NaN.
test.each([
  [call(createTally, 0), "createTally: classes: expected a whole number from 1 to 65536, got 0"],
  [call(createTally, 65_537), "got 65537"],
  [call(mergeTallies, {}, tally), `mergeTallies: a: ${aTally} an object`],
  [call(mergeTallies, tally, null), `mergeTallies: b: ${aTally} null`],
  [call(updateTally, 7, [], {}), `updateTally: tally: ${aTally} 7`],
  [
    call(updateTally, tally, [], [0]),
    "updateTally: outputs: expected what a model gives: { predictions, sums, logits }, got an array",
  ],
  [call(computeFigures, [[1]]), `computeFigures: tally: ${aTally} an array`],
  [call(matrixFigures, tally), `matrixFigures: ${rows} an object`],
  [call(matrixFigures, [[1, 0], "01"]), `matrixFigures: ${rows} an array`],
  [call(worstConfusions, "10 01"), `worstConfusions: ${rows} "10 01"`],
  [call(mcNemarTest, 0.5, 1), "mcNemarTest: onlyA: expected a whole number of at least 0, got 0.5"],
  [call(mcNemarTest, 1, -1), "mcNemarTest: onlyB: expected a whole number of at least 0, got -1"],
])("a caller without types is told what is wrong: %#", (misuse, message) => {
  expect(misuse).toThrow(UsageError);
  expect(misuse).toThrow(message);
});
