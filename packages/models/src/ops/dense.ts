import { formatShape, ShapeError } from "@evalpool/errors";
import { add, channelStride, dot, mapStride, type MapShape } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, parameterOf, type Operation } from "./operation.js";
import { positiveInteger } from "./said.js";

export interface DenseAttributes {
  readonly units: number;
}

/** `x · weight + bias`: `[inputs] → [units]`, `weight` `[inputs, units]`, `bias` `[units]`. */
export const dense: Operation<
  DenseAttributes,
  DenseAttributes,
  { weight: "required"; bias: "optional" }
> = {
  inputs: 1,
  roles: { weight: "required", bias: "optional" },
  layouts: { "in,out": "canonical", "out,in": "transposed" },
  needs: ["units"],
  said: () => z.strictObject({ units: positiveInteger() }),
  complete: ({ units }) => ({ units }),
  infer(shapes, { units }) {
    const [inputs, ...more] = only(shapes);
    if (inputs === undefined || more.length > 0) {
      const got = formatShape(only(shapes));
      const reason = `expected a flat input, got shape ${got}; flatten it first`;
      throw new ShapeError("dense", shapes, reason);
    }
    return {
      output: [units],
      parameters: {
        weight: { shape: [inputs, units], fans: { in: inputs, out: units } },
        bias: { shape: [units] },
      },
    };
  },
  multiplications: ([shape], _, { units }) => (shape?.[0] ?? 0) * units,
  apply({ inputs, parameters }) {
    const { bias } = parameters;
    const sums = dot(only(inputs), parameterOf(parameters, "weight"));
    return bias === undefined ? sums : add(sums, bias);
  },
  lower(lowering) {
    const { backend, divisor, attributes } = lowering;
    const { units } = attributes;
    const weight = lowering.weight("weight");
    const bias = lowering.optionalWeight("bias") ?? new Float32Array(units);
    if (lowering.isBytes(0)) {
      const layer = backend.packDenseBytes({ weight, bias }, divisor);
      lowering.readBytes(0);
      lowering.write({ kind: "denseBytes", layer }, layer.stride);
      return;
    }
    const { slot: from, maps } = lowering.read(0);
    const rows = maps === undefined ? weight : channelsLast(weight, maps, units);
    const isSparse = lowering.isSparse(0) && rows.length >= LEAST_SPARSE * units;
    const layer = backend.packDense({ weight: rows, bias }, isSparse);
    lowering.write({ kind: "dense", layer, from }, layer.stride);
  },
};

/** Inputs from which on it pays to look for zeros behind a ReLU. */
const LEAST_SPARSE = 256;

/** Rows of weights in the order of maps as they lie, with zeros for the lanes that pad channels. */
function channelsLast(weight: Float32Array, maps: MapShape, units: number): Float32Array {
  const pixels = maps.height * maps.width;
  const stride = channelStride(maps.channels);
  const rows = new Float32Array(mapStride(maps) * units);
  for (let c = 0; c < maps.channels; c++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = (c * pixels + pixel) * units;
      rows.set(weight.subarray(from, from + units), (pixel * stride + c) * units);
    }
  }
  return rows;
}
