import type { Model } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { ShownStage } from "./shown-stage.js";

/** Weights of one unit or filter. */
export interface UnitWeights {
  readonly data: Float32Array | Float64Array;
  /** As they are pictured: `[inputs]`, or `[C, H, W]`. */
  readonly shape: readonly number[];
}

/** The weights of a dense unit, or of a convolution's filter; undefined of what has none. */
export function unitWeights(
  { stage, reads }: ShownStage,
  channel: number,
  { parameters }: Model,
): UnitWeights | undefined {
  if (stage === undefined) return undefined;
  const { op, parameters: roles } = stage.node;
  const weight = parameters.get(roles["weight"]?.name ?? "");
  if (weight === undefined) return undefined;
  const { data, shape } = weight;
  if (op === "dense") {
    const [inputs = 0, units = 0] = shape;
    const column = new Float32Array(inputs);
    for (let i = 0; i < inputs; i++) column[i] = data[i * units + channel] ?? 0;
    return { data: column, shape: reads ?? [inputs] };
  }
  if (op !== "conv2d") return undefined;
  const filter = shape.slice(1);
  const length = size(filter);
  return { data: data.subarray(channel * length, (channel + 1) * length), shape: filter };
}
