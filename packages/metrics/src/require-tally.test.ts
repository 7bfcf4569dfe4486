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

/** Two images, with changes. */
function updating(changes: {
  labels?: unknown;
  predictions?: unknown;
  sums?: unknown;
  logits?: unknown;
  first?: unknown;
  count?: unknown;
}): () => unknown {
  const { labels = [0, 1], first = 0, count, ...outputs } = changes;
  const logits = { data: [1, 0, 0, 1], stride: 2 };
  const given = { predictions: [0, 1], sums: [1, 1, 1, 1], logits, ...outputs };
  return call(updateTally, tally, labels, given, first, count);
}

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
  [call(updateTally), `updateTally: tally: ${aTally} undefined`],
  [call(updateTally, tally), "updateTally: labels: expected an array of numbers, got undefined"],
  // "0" finds a place in the matrix as 0 does, and is no prediction of 0.
  [updating({ labels: ["0", "1"] }), "labels: expected an array of numbers, got an array"],
  [updating({ labels: { 0: 1 } }), "labels: expected an array of numbers, got an object"],
  [updating({ predictions: [0n, 1n] }), "outputs.predictions: expected an array of numbers, got"],
  [updating({ sums: ["1", "1"] }), "outputs.sums: expected an array of numbers, got an array"],
  [updating({ logits: { data: "1001", stride: 2 } }), "logits.data: expected an array of numbers"],
  [updating({ logits: { data: [1, 0, 0, 1] } }), "stride: expected a whole number of at least 0"],
  [updating({ first: -1 }), "updateTally: first: expected a whole number of at least 0, got -1"],
  [updating({ count: "2" }), 'updateTally: count: expected a whole number of at least 0, got "2"'],
  [call(computeFigures, [[1]]), `computeFigures: tally: ${aTally} an array`],
  [call(matrixFigures, tally), `matrixFigures: ${rows} an object`],
  [call(matrixFigures, [[1, 0], "01"]), "matrixFigures: confusionMatrix: row 1: expected counts"],
  [call(matrixFigures, []), "matrixFigures: confusionMatrix: expected rows of counts"],
  [call(matrixFigures, [["1", "2"]]), "row 0: expected 1 counts, as there are rows, got 2"],
  // They would be joined, and the accuracy be 0.001.
  [
    call(matrixFigures, [["1", "2"], ["3", "4"]]), // prettier-ignore
    "row 0, column 0: expected a whole number of images, got what is no number",
  ],
  [call(matrixFigures, [[1, -2], [3, 1]]), "expected a whole number of images, got -2"], // prettier-ignore
  [call(worstConfusions, "10 01"), `worstConfusions: ${rows} "10 01"`],
  [call(mcNemarTest, 0.5, 1), "mcNemarTest: onlyA: expected a whole number of at least 0, got 0.5"],
  [call(mcNemarTest, 1, -1), "mcNemarTest: onlyB: expected a whole number of at least 0, got -1"],
])("a caller without types is told what is wrong: %#", (misuse, message) => {
  expect(misuse).toThrow(UsageError);
  expect(misuse).toThrow(message);
});
