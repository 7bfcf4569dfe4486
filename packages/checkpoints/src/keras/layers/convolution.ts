import type { FloatTensor } from "@evalpool/models";
import { transpose } from "@evalpool/tensor";
import * as z from "zod/mini";
import { activate } from "../activations.js";
import type { NamedArray } from "../lowering.js";
import type { Value } from "../value.js";
import {
  layer,
  mapsTaken,
  pair,
  requireChannelsLast,
  windowConfig,
  type Application,
  type LayerKind,
} from "./layer.js";
import { windowOf } from "./padding.js";

type Pair = [number, number];

interface ConvConfig {
  readonly kernel_size: Pair;
  readonly strides: Pair;
  readonly dilation_rate: Pair;
  readonly padding: "valid" | "same";
  readonly data_format?: string | null | undefined;
  readonly activation?: unknown;
  readonly use_bias: boolean;
}

function convConfig() {
  return {
    ...windowConfig(),
    kernel_size: pair(),
    strides: z._default(pair(), [1, 1]),
    dilation_rate: z._default(pair(), [1, 1]),
    activation: z.optional(z.unknown()),
    use_bias: z._default(z.boolean(), true),
  };
}

type MapsValue = Value & { readonly kind: "maps" };

function takenBy(application: Application<ConvConfig>, what: string): MapsValue {
  requireChannelsLast(application.config.data_format, application);
  return mapsTaken(application, what);
}

function windowFor(config: ConvConfig, { shape }: MapsValue) {
  const { kernel_size: kernel, strides, dilation_rate: dilations, padding } = config;
  return windowOf({ kernel, strides, dilations, padding }, shape);
}

/** A role for the bias, where there is one. */
function biasRole({ use_bias: isThere }: ConvConfig): string[] {
  return isThere ? ["bias"] : [];
}

function biasOf(bias: NamedArray | undefined) {
  return bias && { bias };
}

function conv2d(application: Application<ConvConfig & { filters: number; groups: number }>): Value {
  const { config, lowering, version, weights } = application;
  const value = takenBy(application, "Conv2D");
  const [kernel, bias] = weights("kernel", ...biasRole(config));
  const { filters, groups } = config;
  const sums = lowering.maps(
    "conv2d",
    [value],
    { filters, groups, ...windowFor(config, value) },
    { weight: { ...kernel, stored: "HWIO" }, ...biasOf(bias) },
  );
  return activate(lowering, sums, config.activation, version);
}

/** Each channel by itself, `multiplier` filters for each. */
function depthwise(
  { lowering, config }: Application<ConvConfig & { depth_multiplier: number }>,
  value: MapsValue,
  kernel: NamedArray,
  bias?: NamedArray,
): MapsValue {
  const groups = value.shape[0];
  const filters = groups * config.depth_multiplier;
  const weight = { name: kernel.name, tensor: filtersByChannel(kernel.tensor) };
  const attributes = { filters, groups, ...windowFor(config, value) };
  return lowering.maps("conv2d", [value], attributes, { weight, ...biasOf(bias) });
}

/** `[C · M, 1, kH, kW]` from Keras' `[kH, kW, C, M]`. */
function filtersByChannel(kernel: FloatTensor): FloatTensor {
  const [height = 1, width = 1, channels = 1, multiplier = 1] = kernel.shape;
  // What does not fit is left as it is, and told where all shapes are compared.
  if (kernel.shape.length !== 4) return kernel;
  const { data } = transpose(kernel, [2, 3, 0, 1]);
  return { data, shape: [channels * multiplier, 1, height, width] };
}

function depthwiseConv2d(
  application: Application<ConvConfig & { depth_multiplier: number }>,
): Value {
  const { config, lowering, version, weights } = application;
  const value = takenBy(application, "DepthwiseConv2D");
  const [kernel, bias] = weights("kernel", ...biasRole(config));
  const sums = depthwise(application, value, kernel, bias);
  return activate(lowering, sums, config.activation, version);
}

function separableConv2d(
  application: Application<ConvConfig & { depth_multiplier: number; filters: number }>,
): Value {
  const { config, lowering, version, weights } = application;
  const value = takenBy(application, "SeparableConv2D");
  const [kernel, pointwise, bias] = weights(
    "depthwise_kernel",
    "pointwise_kernel",
    ...biasRole(config),
  );
  const channels = depthwise(application, value, kernel);
  const one = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1] } as const;
  const sums = lowering.maps(
    "conv2d",
    [channels],
    { filters: config.filters, groups: 1, ...one, padding: [0, 0, 0, 0] },
    { weight: { ...pointwise, stored: "HWIO" }, ...biasOf(bias) },
  );
  return activate(lowering, sums, config.activation, version);
}

const positive = () => z.int().check(z.positive());

export const convolutionLayers: Readonly<Record<string, LayerKind>> = {
  Conv2D: layer(
    () => z.object({ ...convConfig(), filters: positive(), groups: z._default(positive(), 1) }),
    conv2d,
  ),
  DepthwiseConv2D: layer(
    () => z.object({ ...convConfig(), depth_multiplier: z._default(positive(), 1) }),
    depthwiseConv2d,
  ),
  SeparableConv2D: layer(
    () =>
      z.object({
        ...convConfig(),
        filters: positive(),
        depth_multiplier: z._default(positive(), 1),
      }),
    separableConv2d,
  ),
};
