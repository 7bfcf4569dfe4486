import type { FloatTensor } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import * as z from "zod/mini";
import type { Lowering } from "../lowering.js";
import { kerasShape, type Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

/** `x · factor + offset`, with one of each for all values, or for each of Keras' last axis. */
function affine(lowering: Lowering, given: Value, factors: number[], offsets: number[]): Value {
  const value = given.kind === "flatMaps" && factors.length > 1 ? lowering.plain(given) : given;
  const shape =
    factors.length > 1 && value.kind === "maps" ? [factors.length, 1, 1] : [factors.length];
  const tensor = (data: number[]): FloatTensor => ({ data: Float64Array.from(data), shape });
  return lowering.like(
    "affine",
    value,
    { shape },
    {
      factor: { name: `${lowering.layer}/factor`, tensor: tensor(factors) },
      offset: { name: `${lowering.layer}/offset`, tensor: tensor(offsets) },
    },
  );
}

/** One number, or one for each channel. */
function numbers() {
  return z.union([
    z.pipe(
      z.number(),
      z.transform((one) => [one]),
    ),
    z.array(z.number()).check(z.minLength(1)),
  ]);
}

interface RescalingConfig {
  readonly scale: number[];
  readonly offset: number[];
}

function rescaling({ config, inputs, lowering }: Application<RescalingConfig>): Value {
  const { scale, offset } = config;
  const length = Math.max(scale.length, offset.length);
  const channels = kerasShape(inputs[0]).at(-1) ?? 1;
  if (!areFit([scale, offset], channels)) {
    lowering.unsupported(`Rescaling by ${length} numbers of ${channels} channels`);
  }
  return affine(lowering, inputs[0], spread(scale, length), spread(offset, length));
}

/** Whether each list has one number for all channels, or for each. */
function areFit(lists: readonly (readonly number[])[], channels: number): boolean {
  return lists.every(({ length }) => length === 1 || length === channels);
}

/** One number in place of as many, where there is one. */
function spread(values: number[], length: number): number[] {
  return values.length === 1 ? new Array<number>(length).fill(values[0] ?? 0) : values;
}

interface NormalizationConfig {
  readonly axis: number | readonly number[] | null;
  readonly mean?: unknown;
  readonly variance?: unknown;
  readonly invert: boolean;
}

/** The least standard deviation that is divided by: Keras' `epsilon()`. */
const LEAST_DEVIATION = 1e-7;

/** `(x - mean) / √variance`, of numbers that its config has, or that it was adapted to. */
function normalization(application: Application<NormalizationConfig>): Value {
  const { config, inputs, lowering } = application;
  const shape = kerasShape(inputs[0]);
  const axes = [config.axis ?? []].flat();
  const isLast = axes.every((axis) => axis === -1 || axis === shape.length);
  if (axes.length > 1 || !isLast || config.invert) {
    const what = config.invert ? "invert" : `axis ${String(config.axis)}`;
    return lowering.unsupported(`${what} of Normalization`);
  }
  const channels = axes.length === 0 ? 1 : (shape.at(-1) ?? 1);
  const [means = [], variances = []] = statistics(application);
  const length = Math.max(means.length, variances.length);
  if (!areFit([means, variances], channels)) {
    return lowering.unsupported(`Normalization by ${length} numbers of ${told(shape)}`);
  }
  const deviations = spread(variances, length).map(Math.sqrt);
  const factors = deviations.map((deviation) => 1 / Math.max(deviation, LEAST_DEVIATION));
  const offsets = spread(means, length).map((mean, i) => -mean * (factors[i] ?? 1));
  return affine(lowering, inputs[0], factors, offsets);
}

function statistics({ config, lowering, weights }: Application<NormalizationConfig>): number[][] {
  const { mean, variance } = config;
  if (mean !== null && mean !== undefined) {
    return [mean, variance].map((said) => {
      const flat = [said].flat(8);
      if (flat.length > 0 && flat.every((value) => typeof value === "number")) return flat;
      return lowering.unsupported("Normalization by what is no list of numbers");
    });
  }
  return weights("mean", "variance").map(({ tensor }) => {
    if (size(tensor.shape) > 0) return [...tensor.data];
    return lowering.unsupported("Normalization by nothing");
  });
}

export const rescalingLayers: Readonly<Record<string, LayerKind>> = {
  Normalization: layer(
    () =>
      z.object({
        axis: z._default(z.nullable(z.union([z.int(), z.array(z.int())])), -1),
        mean: z.optional(z.unknown()),
        variance: z.optional(z.unknown()),
        invert: z._default(z.boolean(), false),
      }),
    normalization,
  ),
  Rescaling: layer(
    () => z.object({ scale: numbers(), offset: z._default(numbers(), [0]) }),
    rescaling,
  ),
};
