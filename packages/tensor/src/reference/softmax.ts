import type { Rows } from "../backend/memory.js";

/** Softmax, or its logarithm, of each `group` of values in the first `count` rows of `width`, in place. */
export function softmaxRows(
  { data, stride }: Rows,
  count: number,
  width: number,
  group: number,
  isLog: boolean,
): void {
  for (let row = 0; row < count; row++) {
    const [start, end] = [row * stride, row * stride + width];
    for (let at = start; at < end; at += group) softmaxOf(data.subarray(at, at + group), isLog);
  }
}

function softmaxOf(values: Float32Array, isLog: boolean): void {
  let max = -Infinity;
  for (const value of values) max = Math.max(max, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  const log = Math.log(sum);
  for (let j = 0; j < values.length; j++) {
    values[j] = isLog ? values[j]! - max - log : Math.exp(values[j]! - max) / sum;
  }
}
