import { requireArgument, wholeNumber } from "@evalpool/errors";
import { createSum, mergeSums, type ExactSum } from "./exact-sum.js";
import { requireTally } from "./require-tally.js";

/**
 * What a set of predictions adds up to: integer counts and exact sums alone, so that merging
 * shards in any order and grouping gives the same bits. Plain data, fit for JSON and
 * `postMessage`.
 */
export interface Tally {
  /** Images of each label (row) that were read as each class (column). */
  readonly confusionMatrix: number[][];
  /** Images for which so many classes, 0 to classes - 1, come before their label's. */
  readonly labelRanks: number[];
  /** Images by the probability of what they were read as, in bins of equal width. */
  readonly confidenceBins: readonly ConfidenceBin[];
  /** Sum over the images of -ln p, p the probability of the label. */
  readonly negativeLogLikelihood: ExactSum;
  /** Sum over the images of Σ (p - [class is the label])², over the classes. */
  readonly brierScore: ExactSum;
}

/** Of N bins, the i-th holds the images with i / N < confidence ≤ (i + 1) / N. */
export interface ConfidenceBin {
  images: number;
  correct: number;
  /** Sum over its images. */
  readonly confidence: ExactSum;
}

/** As many as calibration errors are usually computed over (Guo et al. 2017). */
export const BINS = 15;

/** Labels are held in 16 bits. */
const MOST_CLASSES = 65_536;

/** A tally of nothing yet, for labels `0 … classes - 1`. @throws {UsageError} for no whole number */
export function createTally(classes: number): Tally {
  requireArgument("createTally: classes", wholeNumber(1, MOST_CLASSES), classes);
  return {
    confusionMatrix: Array.from({ length: classes }, () => zeros(classes)),
    labelRanks: zeros(classes),
    confidenceBins: Array.from({ length: BINS }, () => ({
      images: 0,
      correct: 0,
      confidence: createSum(),
    })),
    negativeLogLikelihood: createSum(),
    brierScore: createSum(),
  };
}

/** The tally of both sets together. @throws {RangeError} when they count different classes */
export function mergeTallies(a: Tally, b: Tally): Tally {
  requireTally("mergeTallies: a", a);
  requireTally("mergeTallies: b", b);
  const [left, right] = [a.labelRanks.length, b.labelRanks.length];
  if (left !== right) {
    throw new RangeError(`cannot merge a tally of ${left} classes with ${right}`);
  }
  return {
    confusionMatrix: a.confusionMatrix.map((counts, label) =>
      addCounts(counts, b.confusionMatrix[label]!),
    ),
    labelRanks: addCounts(a.labelRanks, b.labelRanks),
    confidenceBins: a.confidenceBins.map((bin, i) => mergeBins(bin, b.confidenceBins[i]!)),
    negativeLogLikelihood: mergeSums(a.negativeLogLikelihood, b.negativeLogLikelihood),
    brierScore: mergeSums(a.brierScore, b.brierScore),
  };
}

function mergeBins(a: ConfidenceBin, b: ConfidenceBin): ConfidenceBin {
  return {
    images: a.images + b.images,
    correct: a.correct + b.correct,
    confidence: mergeSums(a.confidence, b.confidence),
  };
}

function addCounts(a: readonly number[], b: readonly number[]): number[] {
  return a.map((count, i) => count + b[i]!);
}

/** Number of images counted. */
export function total({ labelRanks }: Tally): number {
  return labelRanks.reduce((sum, images) => sum + images, 0);
}

/** Number of images whose prediction is their label. */
export function correct({ labelRanks }: Tally): number {
  return labelRanks[0]!;
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
