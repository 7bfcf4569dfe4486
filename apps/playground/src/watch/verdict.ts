import { argmax } from "@evalpool/tensor";
import { percent } from "../components/numbers.js";

/** The class that logits are for, as the evaluation has it. */
export function predictedOf(logits: Float32Array): number {
  return argmax({ data: logits, shape: [logits.length] });
}

/** How a network reads a picture, in words. */
export interface Verdict {
  /** `reads it as 7` */
  readonly reading: string;
  /** `99.98 %` */
  readonly share: string;
  /** `right: the label is 7`; absent where there is no label. */
  readonly judgement?: { readonly text: string; readonly isRight: boolean };
}

/**
 * @param logits decide what is predicted, as they do in the evaluation
 * @param names of the classes
 */
export function verdictOf(
  logits: Float32Array,
  probabilities: ArrayLike<number>,
  names: readonly string[],
  label: number | undefined,
): Verdict {
  const predicted = predictedOf(logits);
  const told = {
    reading: `reads it as ${names[predicted] ?? predicted}`,
    share: percent(probabilities[predicted] ?? 0),
  };
  if (label === undefined) return told;
  const isRight = label === predicted;
  const text = `${isRight ? "right" : "wrong"}: the label is ${names[label] ?? label}`;
  return { ...told, judgement: { text, isRight } };
}
