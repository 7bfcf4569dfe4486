import { formatShape, ShapeError } from "@evalpool/errors";
import { mapStride, size, type MapShape, type Tensor } from "@evalpool/tensor";
import * as z from "zod/mini";
import type { Shape } from "../shape.js";
import { floatsLike } from "./images.js";
import { only, parameterOf, type Operation } from "./operation.js";
import { scalingKernel } from "./scaling-kernel.js";
import { mapsOf } from "./window.js";

export interface BatchNormAttributes {
  readonly epsilon: number;
}

export interface SaidBatchNorm {
  readonly epsilon?: number | undefined;
}

type Roles = Record<"scale" | "bias" | "mean" | "variance", "required">;

/**
 * `(x - mean) / √(variance + epsilon) · scale + bias`, each `[C]`, of every channel of `[C, …]` (Ioffe
 * and Szegedy 2015, arXiv:1502.03167).
 */
export const batchNorm: Operation<BatchNormAttributes, SaidBatchNorm, Roles> = {
  inputs: 1,
  roles: { scale: "required", bias: "required", mean: "required", variance: "required" },
  said: () => z.strictObject({ epsilon: z.optional(z.number().check(z.nonnegative())) }),
  complete: ({ epsilon = 1e-5 }) => ({ epsilon }),
  infer(shapes) {
    const output = only(shapes);
    const shape = [channelsOf(output)];
    return {
      output,
      parameters: {
        scale: { shape, initial: 1 },
        bias: { shape },
        mean: { shape, isStatistic: true },
        variance: { shape, initial: 1, isStatistic: true },
      },
    };
  },
  multiplications: (_, output) => size(output),
  apply({ inputs, batchAxes, attributes, parameters }) {
    const x = only(inputs);
    const { factors, offsets } = scaleAndShift(parameters, attributes.epsilon);
    const inner = size(x.shape.slice(batchAxes + 1));
    const out = floatsLike(x, x.data.length);
    for (let i = 0; i < out.length; i++) {
      const channel = Math.floor(i / inner) % factors.length;
      out[i] = x.data[i]! * factors[channel]! + offsets[channel]!;
    }
    return { data: out, shape: x.shape };
  },
  lower(lowering) {
    const shape = only(lowering.shapes);
    const parameters = Object.fromEntries(
      Object.keys(this.roles).map((role) => [role, lowering.parameter(role)]),
    );
    const { factors, offsets } = scaleAndShift(parameters, lowering.attributes.epsilon);
    const input = shape.length === 3 ? mapsOf("batchNorm", shape) : flatMaps(shape);
    const [factor, offset] = [new Float32Array(factors), new Float32Array(offsets)];
    const kernel = scalingKernel(lowering, input, lowering.readMaps(0, input), factor, offset);
    lowering.write(kernel, mapStride(input), input);
  },
};

function flatMaps(shape: Shape): MapShape {
  const [channels = 1, ...more] = shape;
  return { channels, height: 1, width: size(more) };
}

function channelsOf(shape: Shape): number {
  const [channels] = shape;
  if (channels !== undefined) return channels;
  const reason = `expected an axis of channels, got shape ${formatShape(shape)}`;
  throw new ShapeError("batchNorm", [shape], reason);
}

/** What each channel is multiplied by, and what is added then, in float64. */
export function scaleAndShift(
  parameters: Readonly<Record<string, Tensor>>,
  epsilon: number,
): { factors: Float64Array; offsets: Float64Array } {
  const values = (role: string): Float64Array =>
    Float64Array.from(parameterOf(parameters, role).data);
  const [scale, bias, mean, variance] = ["scale", "bias", "mean", "variance"].map(values) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const factors = scale.map((value, c) => value / Math.sqrt(variance[c]! + epsilon));
  const offsets = bias.map((value, c) => value - mean[c]! * factors[c]!);
  return { factors, offsets };
}
