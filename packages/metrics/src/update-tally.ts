import {
  EvalpoolError,
  isObject,
  objectWith,
  requireArgument,
  tellValue,
  wholeNumber,
  type Expectation,
} from "@evalpool/errors";
import { addTo } from "./exact-sum.js";
import { requireTally } from "./require-tally.js";
import type { Tally } from "./tally.js";

/** What a model gives for images, a row each. */
export interface Outputs {
  /** `[N]`: where each row of logits is largest, the first of equals. */
  readonly predictions: ArrayLike<number>;
  /**
   * `[N, 2]`: Σ e^(x - max) of each row of logits x, and Σ (e^(x - max))², over all x but the one that
   * is largest. NaN where a logit is NaN or the largest is infinite.
   */
  readonly sums: ArrayLike<number>;
  /** `[N, classes]` */
  readonly logits: Rows;
}

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
export const MOST_SURPRISE = 52 * Math.LN2;

const outputsOfModel = objectWith(
  "what a model gives: { predictions, sums, logits }",
  "predictions",
  "sums",
  "logits",
);

/** Asked of the first alone: this is done for each batch. */
const numbers: Expectation = {
  expected: "an array of numbers",
  isMet: (value) => {
    if (!isObject(value)) return false;
    const { length, 0: first } = value;
    return typeof length === "number" && (length === 0 || typeof first === "number");
  },
};

const wholes = wholeNumber(0);

/**
 * Counts images in place, allocating nothing. Their probabilities are the softmax of what the
 * network gives, whatever its last function is (the logarithms of probabilities give these).
 *
 * @param first which label is that of the first row
 * @param count how many images
 * @throws {EvalpoolError} of kind "model" when logits are not finite
 * @throws {UsageError} when an argument is not of its kind
 * @throws {RangeError} when a class lies outside the tally, or anything is too short
 */
export function updateTally(
  tally: Tally,
  labels: ArrayLike<number>,
  outputs: Outputs,
  first = 0,
  count?: number,
): void {
  requireArguments(tally, labels, outputs, first, count);
  const images = count ?? Math.max(0, labels.length - first);
  const { predictions, sums, logits } = outputs;
  const { data, stride } = logits;
  const classes = tally.labelRanks.length;
  requireLength("numbers from one row of logits to the next", stride, classes);
  requireLength("labels", labels.length - first, images);
  requireLength("predictions", predictions.length, images);
  requireLength("sums", sums.length, 2 * images);
  requireLength("rows of logits", Math.floor((data.length + stride - classes) / stride), images);
  for (let i = 0; i < images; i++) {
    const label = labels[first + i]!;
    const prediction = predictions[i]!;
    const counts = tally.confusionMatrix[label];
    // "1" would find a place too, and be no prediction of 1.
    const areWhole = Number.isInteger(label) && Number.isInteger(prediction);
    if (!areWhole || counts?.[prediction] === undefined) {
      const got = `label ${tellValue(label)}, prediction ${tellValue(prediction)}`;
      const where = `at index ${first + i}`;
      throw new RangeError(`expected classes 0 to ${classes - 1}, got ${got}, ${where}`);
    }
    const rest = sums[2 * i]!;
    if (!(rest >= 0 && rest < Infinity)) throw notFinite(first + i);
    const row = i * stride;
    const isCorrect = prediction === label;
    counts[prediction] += 1;
    tally.labelRanks[isCorrect ? 0 : rankOf(data, row, classes, label)]! += 1;
    const below = isCorrect ? 0 : data[row + prediction]! - data[row + label]!;
    addScores(tally, isCorrect, below, rest, sums[2 * i + 1]!);
  }
}

/** For callers without types. */
function requireArguments(
  tally: Tally,
  labels: ArrayLike<number>,
  outputs: Outputs,
  first: number,
  count: number | undefined,
): void {
  requireTally("updateTally: tally", tally);
  requireArgument("updateTally: labels", numbers, labels);
  requireArgument("updateTally: outputs", outputsOfModel, outputs);
  const { predictions, sums, logits } = outputs;
  requireArgument("updateTally: outputs.predictions", numbers, predictions);
  requireArgument("updateTally: outputs.sums", numbers, sums);
  requireArgument("updateTally: outputs.logits.data", numbers, logits.data);
  requireArgument("updateTally: outputs.logits.stride", wholes, logits.stride);
  requireArgument("updateTally: first", wholes, first);
  if (count !== undefined) requireArgument("updateTally: count", wholes, count);
}

/**
 * Of the powers e^(x - max) that the softmax is made of, the largest is 1 and `rest` is the sum of the
 * others: what is near 0 is computed from them, not as the difference of what is near 1.
 *
 * @param below how far the label's logit is below the largest
 * @param squares of the others
 */
function addScores(
  tally: Tally,
  isCorrect: boolean,
  below: number,
  rest: number,
  squares: number,
): void {
  const { confidenceBins } = tally;
  const confidence = 1 / (1 + rest);
  const bin = confidenceBins[Math.ceil(confidence * confidenceBins.length) - 1]!;
  bin.images += 1;
  if (isCorrect) bin.correct += 1;
  addTo(bin.confidence, confidence);
  addTo(tally.negativeLogLikelihood, Math.min(Math.log1p(rest) + below, MOST_SURPRISE));
  // Σ (p - y)²: of the label (1 - p)², of the others p²; where 1 - p is not small, Σ p² - 2 p_label + 1.
  const brier = isCorrect
    ? (rest * rest + squares) * confidence * confidence
    : ((1 + squares) * confidence - 2 * Math.exp(-below)) * confidence + 1;
  addTo(tally.brierScore, brier);
}

/** How many classes come before the label's. Of equal logits the first does, as in a prediction. */
function rankOf(data: ArrayLike<number>, row: number, classes: number, label: number): number {
  const logit = data[row + label]!;
  let rank = 0;
  for (let j = 0; j < classes; j++) {
    const other = data[row + j]!;
    if (other > logit || (other === logit && j < label)) rank += 1;
  }
  return rank;
}

function notFinite(index: number): EvalpoolError {
  return new EvalpoolError(
    "model",
    `expected finite logits, got NaN or an infinity for image ${index}: the network's numbers pass ` +
      "float32's range; scale its weights or its input down",
  );
}

function requireLength(what: string, got: number, expected: number): void {
  if (!(got >= expected)) throw new RangeError(`expected ${expected} ${what}, got ${got}`);
}
