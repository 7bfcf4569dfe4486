import { required } from "@evalpool/errors";
import { activations, tensor } from "@evalpool/tensor";
import type { FunctionName } from "./functions-shown.js";

/** A function of one number. */
export type CurveName = Exclude<FunctionName, "softmax">;

/** What a function gives at one place. */
export interface Reading {
  readonly value: number;
  /** Of its curve; undefined where that has a jump or a corner. */
  readonly slope: number | undefined;
}

export function readFunction(name: CurveName, x: number): Reading {
  const value = required(activations[name](tensor([x])).data[0], "value");
  return { value, slope: slopes[name](x, value) };
}

const slopes: Readonly<Record<CurveName, (x: number, y: number) => number | undefined>> = {
  step: (x) => (x === 0 ? undefined : 0),
  sigmoid: (_, y) => y * (1 - y),
  relu: (x) => (x === 0 ? undefined : Number(x > 0)),
  identity: () => 1,
};
