import type { NumberArray } from "@evalpool/arrays";
import type { ForwardValues } from "../workers/forward-protocol.js";

/** Names of what is no node's. */
const own = ["input", "logits", "probabilities"];

/**
 * All that a pass made, by name, for an NPZ file: `input`, what each node gave by the name of its
 * output, `logits` as the evaluator's kernels give them, and `probabilities`. A node's output that is
 * named as one of these is `NAME.value`.
 *
 * @param outputs names of what each node gave
 */
export function valuesFile(
  { input, values, logits, probabilities }: ForwardValues,
  outputs: readonly string[],
): ReadonlyMap<string, NumberArray> {
  const nodes = outputs.flatMap((name, at): [string, NumberArray][] => {
    const value = values[at];
    if (value === undefined) return [];
    const array = { data: Float32Array.from(value.data), shape: value.shape };
    return [[own.includes(name) ? `${name}.value` : name, array]];
  });
  return new Map<string, NumberArray>([
    ["input", { data: Float32Array.from(input.data), shape: input.shape }],
    ...nodes,
    ["logits", { data: logits, shape: [logits.length] }],
    ["probabilities", { data: probabilities, shape: [probabilities.length] }],
  ]);
}
