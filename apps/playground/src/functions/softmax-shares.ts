import { required } from "@evalpool/errors";
import { softmax, tensor } from "@evalpool/tensor";

/** What softmax makes of one of several numbers. */
export interface Share {
  readonly x: number;
  /** exp(x), which is infinite from 710 on. */
  readonly power: number;
  /** exp(x - the largest), which is at most 1. */
  readonly powerBelow: number;
  /** Of the sum of those: softmax. */
  readonly share: number;
}

export function softmaxShares(inputs: readonly number[]): Share[] {
  const { data } = softmax(tensor([...inputs]));
  const largest = Math.max(...inputs);
  return inputs.map((x, i) => ({
    x,
    power: Math.exp(x),
    powerBelow: Math.exp(x - largest),
    share: required(data[i], "share"),
  }));
}
