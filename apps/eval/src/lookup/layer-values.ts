import { equationsOf, type Equation, type Graph } from "@evalpool/models";
import type { Tensor } from "@evalpool/tensor";
import type { Reading } from "./reading.js";

/** What an operation gives for an image, summed up. */
export interface LayerValues {
  /** `A1` */
  readonly symbol: string;
  /** How it came about, as `x·W1 + b1`; the input is given. */
  readonly expression: string | undefined;
  readonly value: Tensor;
  /** Of its numbers; NaN where one is none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** What an image passes through, from the input to the output. */
export function layerValues(graph: Graph, { x, steps }: Reading): LayerValues[] {
  return equationsOf(graph, x, steps).map(summarize);
}

function summarize({ symbol, expression, value }: Equation): LayerValues {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const each of value.data) {
    min = Math.min(min, each);
    max = Math.max(max, each);
    sum += each;
  }
  return { symbol, expression, value, min, max, mean: sum / value.data.length };
}
