import { required } from "@evalpool/errors";
import { activations, arange, divide, softmax, tensor, type Tensor } from "@evalpool/tensor";

/** The functions that can be plotted. */
export type ActivationName = keyof typeof activations;

/** All of them. */
export const activationNames = Object.keys(activations) as readonly ActivationName[];

/** A function of one number; softmax is one of several. */
export type CurveName = Exclude<ActivationName, "softmax">;

/** Of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What each function is, for people. */
export const formulas: Readonly<Record<ActivationName, string>> = {
  step: "1 where x > 0, else 0",
  sigmoid: "1 / (1 + exp(-x))",
  relu: "max(0, x)",
  softmax: "exp(x) / Σ exp(x)",
  identity: "x",
};

/** A function's values at evenly spaced points from -5 to 5. */
export function curve(name: CurveName, count: number): Point[] {
  // Whole numbers until the division, so that 0 is met exactly.
  const x = divide(arange(5 - 5 * count, 5 * count, 10), count - 1);
  return points(x, activations[name](x));
}

/** The worked example of softmax, three classes: the share of each. */
export function softmaxExample(): Point[] {
  const x = tensor([0, 1, 2]);
  return points(x, softmax(x));
}

function points(x: Tensor, y: Tensor): Point[] {
  return Array.from(x.data, (value, i) => ({ x: value, y: required(y.data[i], `value ${i}`) }));
}
