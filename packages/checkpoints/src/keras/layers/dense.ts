import type { FloatTensor } from "@evalpool/models";
import { transpose } from "@evalpool/tensor";
import * as z from "zod/mini";
import { activate } from "../activations.js";
import type { ParameterToBe } from "../lowering.js";
import type { MapsShape, Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

interface DenseConfig {
  readonly units: number;
  readonly activation?: unknown;
  readonly use_bias: boolean;
}

/** Of flat values; of images, where each pixel's channels are its inputs, as a convolution. */
function dense(application: Application<DenseConfig>): Value {
  const { config, inputs, lowering, version } = application;
  const [value] = inputs;
  const sums = value.kind === "maps" ? ofPixels(application, value) : ofFlat(application, value);
  return activate(lowering, sums, config.activation, version);
}

function arraysOf({ config, weights }: Application<DenseConfig>): {
  kernel: ParameterToBe;
  bias?: { bias: ParameterToBe };
} {
  const [kernel, bias] = weights("kernel", ...(config.use_bias ? ["bias"] : []));
  return { kernel, ...(bias && { bias: { bias } }) };
}

function ofFlat(application: Application<DenseConfig>, value: Exclude<Value, { kind: "maps" }>) {
  const { config, lowering } = application;
  if (value.shape.length !== 1) {
    return lowering.unsupported(`Dense of values of shape ${told(value.shape)}`);
  }
  const { kernel, bias } = arraysOf(application);
  // Of maps that were flattened, the rows are turned once, and not the values each time.
  const weight =
    value.kind === "flatMaps"
      ? { ...kernel, tensor: rowsOfMaps(kernel.tensor, value.maps) }
      : kernel;
  const { units } = config;
  const node = lowering.add("dense", [value], { units }, { weight, ...bias });
  return { kind: "plain" as const, ...node };
}

/** Rows in the order `[C, H, W]` of their inputs, from Keras' `[H, W, C]`. */
function rowsOfMaps(kernel: FloatTensor, [channels, height, width]: MapsShape): FloatTensor {
  const [inputs = 0, units = 0] = kernel.shape;
  // What does not fit is left as it is, and told where all shapes are compared.
  if (kernel.shape.length !== 2 || inputs !== channels * height * width) return kernel;
  const byPixel = { data: kernel.data, shape: [height * width, channels, units] };
  const { data } = transpose(byPixel, [1, 0, 2]);
  return { data, shape: [inputs, units] };
}

function ofPixels(application: Application<DenseConfig>, value: Value): Value {
  const { config, lowering } = application;
  const { kernel, bias } = arraysOf(application);
  const shape = [1, 1, ...kernel.tensor.shape];
  const weight: ParameterToBe = {
    name: kernel.name,
    tensor: { data: kernel.tensor.data, shape },
    stored: "HWIO",
  };
  return lowering.maps(
    "conv2d",
    [value],
    {
      filters: config.units,
      groups: 1,
      kernel: [1, 1],
      strides: [1, 1],
      dilations: [1, 1],
      padding: [0, 0, 0, 0],
    },
    { weight, ...bias },
  );
}

export const denseLayers: Readonly<Record<string, LayerKind>> = {
  Dense: layer(
    () =>
      z.object({
        units: z.int().check(z.positive()),
        activation: z.optional(z.unknown()),
        use_bias: z._default(z.boolean(), true),
      }),
    dense,
  ),
};
