import { en } from "zod/locales";
import * as z from "zod/mini";
import { BINS, correct, total, type ConfidenceBin, type Tally } from "./tally.js";

/** Made when there is a tally to check. */
function tallySchema() {
  const count = z.int().check(z.nonnegative());
  const fraction = z.number().check(
    z.refine((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 40), {
      error: "expected a multiple of 2^-40 from 0 to 1",
    }),
  );
  const sum = z.strictObject({ whole: count, fraction });
  const bin = z.strictObject({ images: count, correct: count, confidence: sum });
  return z.strictObject({
    confusionMatrix: z.array(z.array(count)).check(z.minLength(1)),
    labelRanks: z.array(count),
    confidenceBins: z.array(bin).check(z.length(BINS)),
    negativeLogLikelihood: sum,
    brierScore: sum,
  });
}

/**
 * Checks a tally that comes from outside, as from JSON: its shape, and that its parts count the
 * same images.
 *
 * @throws {RangeError} with every problem found
 */
export function parseTally(value: unknown): Tally {
  // Zod Mini brings no words of its own.
  const result = tallySchema().safeParse(value, { error: en().localeError });
  const problems = result.success
    ? contradictions(result.data)
    : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (problems.length > 0 || !result.success) {
    throw new RangeError(`not a tally: ${problems.join("; ")}`);
  }
  return result.data;
}

function contradictions(tally: Tally): string[] {
  const { confusionMatrix, confidenceBins } = tally;
  const classes = tally.labelRanks.length;
  if ([confusionMatrix, ...confusionMatrix].some(({ length }) => length !== classes)) {
    return [`confusionMatrix: expected ${classes} rows of ${classes}, as labelRanks has`];
  }
  const expected = { images: total(tally), correct: correct(tally) };
  const inMatrix = {
    images: sum(confusionMatrix.flat()),
    correct: sum(confusionMatrix.map((counts, label) => counts[label]!)),
  };
  const inBins = {
    images: sum(confidenceBins.map((bin) => bin.images)),
    correct: sum(confidenceBins.map((bin) => bin.correct)),
  };
  return [
    ...difference("confusionMatrix", inMatrix, expected),
    ...difference("confidenceBins", inBins, expected),
  ];
}

type Counts = Pick<ConfidenceBin, "images" | "correct">;

function difference(where: string, got: Counts, expected: Counts): string[] {
  if (got.images === expected.images && got.correct === expected.correct) return [];
  const counts = `expected ${expected.correct} of ${expected.images} correct, as in labelRanks`;
  return [`${where}: ${counts}, got ${got.correct} of ${got.images}`];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}
