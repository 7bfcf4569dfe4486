import * as z from "zod/mini";
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

interface PoolConfig {
  readonly pool_size: [number, number];
  readonly strides?: [number, number] | null | undefined;
  readonly padding: "valid" | "same";
  readonly data_format?: string | null | undefined;
}

const poolConfig = () =>
  z.object({
    ...windowConfig(),
    pool_size: z._default(pair(), [2, 2]),
    strides: z.nullish(pair()),
  });

/** A window moves by its own size unless told otherwise. */
function attributesOf({ config }: Application<PoolConfig>, { shape }: MapsValue) {
  const { pool_size: kernel, strides, padding } = config;
  const said = { kernel, strides: strides ?? kernel, dilations: [1, 1], padding } as const;
  return { ...windowOf(said, shape), ceilMode: false };
}

type MapsValue = Value & { readonly kind: "maps" };

interface GlobalConfig {
  readonly keepdims: boolean;
  readonly data_format?: string | null | undefined;
}

const globalConfig = () =>
  z.object({ keepdims: z._default(z.boolean(), false), data_format: z.nullish(z.string()) });

/** `[C]` of maps of one pixel, unless their axes are kept. */
function pooled({ config, lowering }: Application<GlobalConfig>, value: MapsValue): Value {
  if (config.keepdims) return value;
  return { kind: "plain", ...lowering.add("flatten", [value], {}) };
}

export const poolingLayers: Readonly<Record<string, LayerKind>> = {
  AveragePooling2D: layer(poolConfig, (application: Application<PoolConfig>) => {
    requireChannelsLast(application.config.data_format, application);
    const value = mapsTaken(application, "AveragePooling2D");
    // TensorFlow does not count the padding.
    const attributes = { ...attributesOf(application, value), countsPadding: false };
    return application.lowering.maps("averagePool2d", [value], attributes);
  }),
  GlobalAveragePooling2D: layer(globalConfig, (application: Application<GlobalConfig>) => {
    requireChannelsLast(application.config.data_format, application);
    const value = mapsTaken(application, "GlobalAveragePooling2D");
    return pooled(application, application.lowering.maps("globalAveragePool2d", [value], {}));
  }),
  GlobalMaxPooling2D: layer(globalConfig, (application: Application<GlobalConfig>) => {
    requireChannelsLast(application.config.data_format, application);
    const value = mapsTaken(application, "GlobalMaxPooling2D");
    const [, height, width] = value.shape;
    const said = { kernel: [height, width], strides: [1, 1], dilations: [1, 1] } as const;
    const window = windowOf({ ...said, padding: "valid" }, value.shape);
    const attributes = { ...window, ceilMode: false };
    return pooled(application, application.lowering.maps("maxPool2d", [value], attributes));
  }),
  MaxPooling2D: layer(poolConfig, (application: Application<PoolConfig>) => {
    requireChannelsLast(application.config.data_format, application);
    const value = mapsTaken(application, "MaxPooling2D");
    return application.lowering.maps("maxPool2d", [value], attributesOf(application, value));
  }),
};
