import type { Floats } from "./floats.js";

/** What a batch's logits are worth. */
export interface BatchLoss {
  /** Sum, not mean, of -log(probability of the label) over the batch. */
  readonly loss: number;
  /** Examples whose largest logit is their label's; of equal ones the first counts, as in argmax. */
  readonly correct: number;
}

/**
 * Cross-entropy of softmax: with p = softmax(logits), the loss of one example is -log p[label],
 * and that of a batch the mean. Softmax and logarithm are taken together, so that no probability
 * can underflow to log 0.
 *
 *     ∂loss/∂logits = (p - onehot(label)) / count
 *
 * @param gradient receives ∂loss/∂logits, `[count, classes]`
 */
export function softmaxCrossEntropy(
  logits: Floats,
  labels: ArrayLike<number>,
  gradient: Floats,
  count: number,
  classes: number,
): BatchLoss {
  let loss = 0;
  let correct = 0;
  for (let row = 0; row < count; row++) {
    const at = row * classes;
    const label = labels[row]!;
    let best = 0;
    for (let j = 1; j < classes; j++) if (logits[at + j]! > logits[at + best]!) best = j;
    const max = logits[at + best]!;
    let sum = 0;
    for (let j = 0; j < classes; j++) {
      const power = Math.exp(logits[at + j]! - max);
      gradient[at + j] = power;
      sum += power;
    }
    for (let j = 0; j < classes; j++) gradient[at + j]! /= sum * count;
    gradient[at + label]! -= 1 / count;
    loss += Math.log(sum) - (logits[at + label]! - max);
    if (best === label) correct += 1;
  }
  return { loss, correct };
}
