import { valueOf } from "./exact-sum.js";
import type { ConfidenceBin } from "./tally.js";

/** Images whose confidence (the probability of what they were read as) lies in `(from, to]`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Of these images; null where there are none, as is `confidence`. */
  readonly accuracy: number | null;
  /** Their mean. */
  readonly confidence: number | null;
}

export function reliabilityBins(bins: readonly ConfidenceBin[]): ReliabilityBin[] {
  return bins.map(({ images, correct, confidence }, i) => ({
    from: i / bins.length,
    to: (i + 1) / bins.length,
    images,
    accuracy: images === 0 ? null : correct / images,
    confidence: images === 0 ? null : valueOf(confidence) / images,
  }));
}

/** Expected calibration error: Σ images · |accuracy - confidence| over the bins, ÷ all images. */
export function calibrationError(bins: readonly ConfidenceBin[]): number {
  let images = 0;
  let gaps = 0;
  for (const bin of bins) {
    images += bin.images;
    gaps += Math.abs(bin.correct - valueOf(bin.confidence));
  }
  return gaps / images;
}
