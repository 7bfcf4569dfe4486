import { calibrationError, reliabilityBins, type ReliabilityBin } from "./calibration.js";
import { averagesOf, classFigures, type Averages, type ClassFigures } from "./class-figures.js";
import { valueOf } from "./exact-sum.js";
import { correct, total, type Tally } from "./tally.js";
import { wilsonInterval, type Interval } from "./wilson-interval.js";

/** What a tally says about a classifier. */
export interface Figures extends Averages {
  readonly total: number;
  readonly correct: number;
  /** correct ÷ total */
  readonly accuracy: number;
  /** Wilson's, of 95 %. */
  readonly accuracyInterval: Interval;
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
  readonly perClass: readonly ClassFigures[];
  /** `[label][prediction]` */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** The figures of a tally of at least one image. @throws {RangeError} when it is of none */
export function computeFigures(tally: Tally): Figures {
  const images = total(tally);
  if (images === 0) throw new RangeError("expected a tally of at least one image");
  const accuracy = correct(tally) / images;
  const topKAccuracy = cumulate(tally.labelRanks).map((among) => among / images);
  const perClass = classFigures(tally.confusionMatrix);
  return {
    total: images,
    correct: correct(tally),
    accuracy,
    accuracyInterval: wilsonInterval(correct(tally), images),
    top3Accuracy: topKAccuracy[2] ?? 1,
    topKAccuracy,
    negativeLogLikelihood: valueOf(tally.negativeLogLikelihood) / images,
    brierScore: valueOf(tally.brierScore) / images,
    calibrationError: calibrationError(tally.confidenceBins),
    reliabilityBins: reliabilityBins(tally.confidenceBins),
    ...averagesOf(perClass, accuracy),
    perClass,
    confusionMatrix: tally.confusionMatrix,
  };
}

function cumulate(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}
