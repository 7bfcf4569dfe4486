import { addTo } from "./exact-sum.js";
import { exponential } from "./exponential.js";
import type { Tally } from "./tally.js";

/** Rows of numbers in a larger array. */
export interface Rows {
  readonly data: ArrayLike<number>;
  /** Numbers from one row to the next: at least the row's width. */
  readonly stride: number;
}

/**
 * The largest -ln p that is counted: p is taken to be 2^-52 at least, the epsilon of float64, as in
 * scikit-learn's `log_loss`, so that one label that was held impossible does not make the figure
 * infinite.
 */
const MOST_SURPRISE = 52 * Math.LN2;

/**
 * Counts images in place, allocating nothing. Their probabilities are the softmax of their logits
 * (so the logarithms of probabilities give these).
 *
 * @param predictions where each row of logits is largest, the first of equals
 * @param logits a row for each prediction, one number for each class
 * @param first which label is that of the first row
 * @param count how many images
 * @throws {RangeError} when a class lies outside the tally, logits are not finite or not largest
 * at the prediction, or anything is too short
 */
export function updateTally(
  tally: Tally,
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  logits: Rows,
  first = 0,
  count = labels.length - first,
): void {
  const { data, stride } = logits;
  const { confusionMatrix, labelRanks, confidenceBins } = tally;
  const classes = labelRanks.length;
  requireLength("labels", labels.length - first, count);
  requireLength("predictions", predictions.length, count);
  requireLength("rows of logits", Math.floor((data.length + stride - classes) / stride), count);
  for (let i = 0; i < count; i++) {
    const label = labels[first + i]!;
    const prediction = predictions[i]!;
    const counts = confusionMatrix[label];
    if (counts?.[prediction] === undefined) {
      const got = `label ${label}, prediction ${prediction}`;
      throw new RangeError(
        `expected classes 0 to ${classes - 1}, got ${got} at index ${first + i}`,
      );
    }
    const row = i * stride;
    const labelLogit = data[row + label]!;
    const max = data[row + prediction]!;
    let rank = 0;
    let sum = 0;
    let squares = 0;
    for (let j = 0; j < classes; j++) {
      const logit = data[row + j]!;
      const power = exponential(logit - max);
      sum += power;
      squares += power * power;
      if (logit > labelLogit) rank += 1;
    }
    // Of equal logits the first comes first, as in the prediction.
    for (let j = 0; j < label; j++) if (data[row + j] === labelLogit) rank += 1;
    if (!(sum >= 1)) {
      const where = `at the prediction ${prediction}, at index ${first + i}`;
      throw new RangeError(`expected finite logits that are largest ${where}`);
    }
    const confidence = 1 / sum;
    const surprise = Math.log(sum) + (max - labelLogit);
    const bin = confidenceBins[Math.ceil(confidence * confidenceBins.length) - 1]!;
    counts[prediction] += 1;
    labelRanks[rank]! += 1;
    bin.images += 1;
    if (prediction === label) bin.correct += 1;
    addTo(bin.confidence, confidence);
    addTo(tally.negativeLogLikelihood, Math.min(surprise, MOST_SURPRISE));
    // Σ (p - y)² = Σ p² - 2 p_label + 1
    const labelPower = exponential(labelLogit - max);
    addTo(tally.brierScore, (squares * confidence - 2 * labelPower) * confidence + 1);
  }
}

function requireLength(what: string, got: number, expected: number): void {
  if (!(got >= expected)) throw new RangeError(`expected ${expected} ${what}, got ${got}`);
}
