import { calibrationError, reliabilityBins, type ReliabilityBin } from "./calibration.js";
import { averagesOf, classFigures, type Averages, type ClassFigures } from "./class-figures.js";
import { valueOf } from "./exact-sum.js";
import { requireMatrix, requireTally } from "./require-tally.js";
import { sum } from "./sum.js";
import { total, type Tally } from "./tally.js";
import { wilsonInterval, type Interval } from "./wilson-interval.js";

/** What a confusion matrix says about a classifier. */
export interface MatrixFigures extends Averages {
  readonly total: number;
  readonly correct: number;
  /** correct ÷ total */
  readonly accuracy: number;
  /** Wilson's, of 95 %. */
  readonly accuracyInterval: Interval;
  readonly perClass: readonly ClassFigures[];
}

/** What only probabilities tell about a classifier. */
export interface ProbabilityFigures {
  /** Share of the images whose label is among the 3 likeliest classes (of fewer classes, all). */
  readonly top3Accuracy: number;
  /** `[k - 1]`: the same for each k. */
  readonly topKAccuracy: readonly number[];
  /** Mean of -ln p, p the probability of the label, taken as 2^-52 at least. */
  readonly negativeLogLikelihood: number;
  /** Mean of Σ (p - [class is the label])² over the classes: 0 to 2. */
  readonly brierScore: number;
  /** Expected calibration error over the reliability bins. */
  readonly calibrationError: number;
  readonly reliabilityBins: readonly ReliabilityBin[];
}

/** What a tally says about a classifier. */
export interface Figures extends MatrixFigures, ProbabilityFigures {
  /** `[label][prediction]` */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** The figures of a tally of at least one image. @throws {RangeError} when it is of none */
export function computeFigures(tally: Tally): Figures {
  requireTally("computeFigures: tally", tally);
  const images = total(tally);
  if (images === 0) throw new RangeError("expected a tally of at least one image");
  const topKAccuracy = cumulate(tally.labelRanks).map((among) => among / images);
  const { macro, micro, weighted, perClass, ...counts } = matrixFigures(tally.confusionMatrix);
  return {
    ...counts,
    top3Accuracy: topKAccuracy[2] ?? 1,
    topKAccuracy,
    negativeLogLikelihood: valueOf(tally.negativeLogLikelihood) / images,
    brierScore: valueOf(tally.brierScore) / images,
    calibrationError: calibrationError(tally.confidenceBins),
    reliabilityBins: reliabilityBins(tally.confidenceBins),
    ...{ macro, micro, weighted, perClass },
    confusionMatrix: tally.confusionMatrix,
  };
}

/** All that follows from it. @param confusionMatrix `[label][prediction]`, of at least one image */
export function matrixFigures(confusionMatrix: readonly (readonly number[])[]): MatrixFigures {
  requireMatrix("matrixFigures", confusionMatrix);
  const perClass = classFigures(confusionMatrix);
  const images = sum(perClass.map(({ support }) => support));
  const hits = sum(confusionMatrix.map((counts, label) => counts[label]!));
  const accuracy = hits / images;
  return {
    total: images,
    correct: hits,
    accuracy,
    accuracyInterval: wilsonInterval(hits, images),
    ...averagesOf(perClass, accuracy),
    perClass,
  };
}

function cumulate(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}
