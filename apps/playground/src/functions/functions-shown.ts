import { activations } from "@evalpool/tensor";

/** An activation function, by its name. */
export type FunctionName = keyof typeof activations;

export const functionNames = Object.keys(activations) as readonly FunctionName[];

/** The functions that a text names, in the order of all. */
export function functionsOf(text: string): readonly FunctionName[] {
  const named = new Set(text.split(","));
  return functionNames.filter((name) => named.has(name));
}
