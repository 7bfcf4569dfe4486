import { add, broadcastShapes, mapStride, multiply, size, type MapShape } from "@evalpool/tensor";
import * as z from "zod/mini";
import type { Lowering } from "../compile/lowering.js";
import { runsOfBroadcast } from "../compile/runs.js";
import type { Shape } from "../shape.js";
import { only, type Operation } from "./operation.js";
import { positiveInteger } from "./said.js";
import { scalingKernel } from "./scaling-kernel.js";
import { mapsOf } from "./window.js";
import { withRank } from "./with-rank.js";

export interface AffineAttributes {
  /** Of factor and offset both. */
  readonly shape: readonly number[];
}

/**
 * `x · factor + offset` with numbers of the network, broadcast as NumPy does with those of one
 * example. Either may be absent.
 */
export const affine: Operation<
  AffineAttributes,
  AffineAttributes,
  { factor: "optional"; offset: "optional" }
> = {
  inputs: 1,
  roles: { factor: "optional", offset: "optional" },
  needs: ["shape"],
  said: () => z.strictObject({ shape: z.array(positiveInteger()) }),
  complete: ({ shape }) => ({ shape }),
  infer: (shapes, { shape }) => ({
    output: broadcastShapes("affine", only(shapes), shape),
    parameters: { factor: { shape, initial: 1 }, offset: { shape } },
  }),
  multiplications: (_, output) => size(output),
  apply({ inputs, batchAxes, attributes: { shape }, parameters }) {
    const { factor, offset } = parameters;
    const x = withRank(only(inputs), shape.length, batchAxes);
    const product = factor ? multiply(x, factor) : x;
    if (factor && !offset) return product;
    return add(product, offset ?? { data: new Float32Array(size(shape)), shape });
  },
  lower(lowering) {
    const { shape, attributes } = lowering;
    const values = (role: string, absent: number): Float32Array => {
      const given = lowering.optionalWeight(role);
      return given ?? new Float32Array(size(attributes.shape)).fill(absent);
    };
    lowerAffine(lowering, values("factor", 1), values("offset", 0), shape, attributes.shape);
  },
};

/** By channels of maps, or by all values of a row. */
function lowerAffine(
  lowering: Lowering<AffineAttributes>,
  factor: Float32Array,
  offset: Float32Array,
  shape: Shape,
  own: Shape,
): void {
  const from = only(lowering.shapes);
  const isWhole = from.join() === shape.join();
  const isOfChannels = isWhole && shape.length === 3 && isPerChannel(own, shape);
  const maps: MapShape = isOfChannels
    ? mapsOf("affine", shape)
    : { channels: size(shape), height: 1, width: 1 };
  const { channels } = maps;
  const to = isOfChannels ? [channels] : shape;
  const [weight, bias] = [factor, offset].map((values) =>
    spread(values, isOfChannels ? [size(own)] : own, to),
  ) as [Float32Array, Float32Array];
  if (isOfChannels) {
    const kernel = scalingKernel(lowering, maps, lowering.readMaps(0), weight, bias);
    lowering.write(kernel, mapStride(maps), maps);
    return;
  }
  let slot = lowering.readRow(0);
  if (!isWhole) {
    const runs = runsOfBroadcast(from, shape);
    slot = lowering.scratch({ kind: "move", sources: [{ from: slot, runs }] }, mapStride(maps));
  }
  lowering.write(scalingKernel(lowering, maps, slot, weight, bias), mapStride(maps));
}

/** Whether there is one value for all, or one for each channel of maps. */
export function isPerChannel(own: Shape, [channels = 1]: Shape): boolean {
  const count = size(own);
  return count === 1 || (own.length === 3 && own[0] === channels && count === channels);
}

/** Values as they are broadcast. */
function spread(values: Float32Array, from: Shape, to: Shape): Float32Array {
  const out = new Float32Array(size(to));
  const runs = runsOfBroadcast(from, to);
  for (let at = 0; at < runs.length; at += 3) {
    const [source = 0, target = 0, length = 0] = runs.subarray(at, at + 3);
    out.set(values.subarray(source, source + length), target);
  }
  return out;
}
