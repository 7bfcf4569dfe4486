import { objectWith, requireArgument, type Expectation } from "@evalpool/errors";

const tally = objectWith(
  "a tally, as createTally gives",
  "confusionMatrix",
  "labelRanks",
  "confidenceBins",
);

const matrix: Expectation = {
  expected: "an array of rows",
  isMet: (value) => Array.isArray(value) && value.every(Array.isArray),
};

/** For callers without types. @throws {UsageError} when it is no tally */
export function requireTally(what: string, value: unknown): void {
  requireArgument(what, tally, value);
}

/** For callers without types. @throws {UsageError} when it is no matrix, as a confusion matrix is */
export function requireMatrix(caller: string, value: unknown): void {
  requireArgument(`${caller}: confusionMatrix`, matrix, value);
}
