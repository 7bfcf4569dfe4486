import { objectWith, requireArgument, UsageError, type Expectation } from "@evalpool/errors";
import { matrixProblem } from "./matrix-problem.js";

/** All that it is made of, before what that holds is looked at. */
export const aTally = objectWith(
  "a tally, as createTally gives",
  "confusionMatrix",
  "labelRanks",
  "confidenceBins",
  "negativeLogLikelihood",
  "brierScore",
);

const rows: Expectation = { expected: "an array of rows", isMet: Array.isArray };

/** For callers without types. @throws {UsageError} when it is no tally */
export function requireTally(what: string, value: unknown): void {
  requireArgument(what, aTally, value);
}

/** For callers without types. @throws {UsageError} when it is no confusion matrix */
export function requireMatrix(caller: string, value: unknown): void {
  const what = `${caller}: confusionMatrix`;
  requireArgument(what, rows, value);
  const problem = matrixProblem(value);
  if (problem !== undefined) throw new UsageError(`${what}: ${problem}`);
}
