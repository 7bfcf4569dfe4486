import { check, listOf, listProblems, tellValue } from "@evalpool/errors";
import * as z from "zod/mini";
import { valueOf, type ExactSum } from "./exact-sum.js";
import { matrixProblem } from "./matrix-problem.js";
import { aTally } from "./require-tally.js";
import { sum } from "./sum.js";
import { BINS, correct, total, type ConfidenceBin, type Tally } from "./tally.js";
import { MOST_SURPRISE } from "./update-tally.js";

/** Made when there is a tally to check. */
function tallySchema() {
  const count = z.int().check(z.nonnegative());
  const fraction = z.number().check(
    z.refine((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 40), {
      error: "expected a multiple of 2^-40 from 0 to 1",
    }),
  );
  const exactSum = z.strictObject({ whole: count, fraction });
  const bin = z.strictObject({ images: count, correct: count, confidence: exactSum });
  return z.strictObject({
    confusionMatrix: z.custom<number[][]>().check(({ value, issues }) => {
      const message = matrixProblem(value);
      if (message !== undefined) issues.push({ code: "custom", message, input: value });
    }),
    labelRanks: listOf(count),
    confidenceBins: listOf(bin).check(z.length(BINS)),
    negativeLogLikelihood: exactSum,
    brierScore: exactSum,
  });
}

/**
 * Checks a tally that comes from outside, as from JSON: its shape, that its parts count the same
 * images, and that its sums are such as these images can have.
 *
 * @throws {RangeError} with the first few problems found
 */
export function parseTally(value: unknown): Tally {
  if (!aTally.isMet(value)) {
    throw new RangeError(`not a tally: expected ${aTally.expected}, got ${tellValue(value)}`);
  }
  const checked = check(tallySchema(), value);
  const problems = "value" in checked ? contradictions(checked.value) : checked.problems;
  if (problems.length > 0 || !("value" in checked)) {
    throw new RangeError(`not a tally: ${listProblems(problems)}`);
  }
  return checked.value;
}

function contradictions(tally: Tally): string[] {
  const { confusionMatrix, confidenceBins } = tally;
  const classes = tally.labelRanks.length;
  if (confusionMatrix.length !== classes) {
    return [`confusionMatrix: expected ${classes} rows of ${classes}, as labelRanks has`];
  }
  const expected = { images: total(tally), correct: correct(tally) };
  if (!Number.isSafeInteger(expected.images)) {
    return [`labelRanks: expected fewer than 2^53 images, got ${expected.images}`];
  }
  const inMatrix = {
    images: sum(confusionMatrix.flat()),
    correct: sum(confusionMatrix.map((counts, label) => counts[label]!)),
  };
  const inBins = {
    images: sum(confidenceBins.map((bin) => bin.images)),
    correct: sum(confidenceBins.map((bin) => bin.correct)),
  };
  const { images } = expected;
  return [
    ...difference("confusionMatrix", inMatrix, expected),
    ...difference("confidenceBins", inBins, expected),
    ...confidenceBins.flatMap((bin, i) => binProblems(bin, i)),
    ...outside("negativeLogLikelihood", tally.negativeLogLikelihood, images, 0, MOST_SURPRISE),
    ...outside("brierScore", tally.brierScore, images, 0, 2),
  ];
}

type Counts = Pick<ConfidenceBin, "images" | "correct">;

function difference(where: string, got: Counts, expected: Counts): string[] {
  if (got.images === expected.images && got.correct === expected.correct) return [];
  const counts = `expected ${expected.correct} of ${expected.images} correct, as in labelRanks`;
  return [`${where}: ${counts}, got ${got.correct} of ${got.images}`];
}

function binProblems({ images, correct, confidence }: ConfidenceBin, i: number): string[] {
  const where = `confidenceBins.${i}`;
  return [
    ...(correct > images ? [`${where}: expected at most ${images} correct, got ${correct}`] : []),
    ...outside(`${where}.confidence`, confidence, images, i / BINS, (i + 1) / BINS),
  ];
}

/** How far a kernel's exponentials may put an image's figures beyond where they can be. */
const ROUNDING = 1e-6;

/** A sum over as many images that cannot be: each adds from `least` to `most`. */
function outside(
  where: string,
  got: ExactSum,
  images: number,
  least: number,
  most: number,
): string[] {
  const slack = images * ROUNDING;
  const value = valueOf(got);
  if (value >= images * least - slack && value <= images * most + slack) return [];
  return [`${where}: expected ${images * least} to ${images * most}, got ${value}`];
}
