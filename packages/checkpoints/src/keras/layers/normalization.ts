import * as z from "zod/mini";
import type { ParameterToBe } from "../lowering.js";
import { kerasShape, type Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

interface BatchNormConfig {
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly renorm: boolean;
}

/** Of the last axis in Keras, which are the channels. */
function batchNormalization(application: Application<BatchNormConfig>): Value {
  const { config, inputs, lowering, weights } = application;
  const value = inputs[0].kind === "flatMaps" ? lowering.plain(inputs[0]) : inputs[0];
  const shape = kerasShape(value);
  const [axis, ...more] = [config.axis].flat();
  const isLast = more.length === 0 && (axis === -1 || axis === shape.length);
  if (!isLast || (value.kind === "plain" && shape.length > 1) || config.renorm) {
    const what = `${config.renorm ? "renorm" : `axis ${String(config.axis)}`} of BatchNormalization`;
    return lowering.unsupported(`${what} of values of shape ${told(shape)}`);
  }
  const roles = [
    ...(config.scale ? ["gamma"] : []),
    ...(config.center ? ["beta"] : []),
    ...["moving_mean", "moving_variance"],
  ];
  const arrays = [...weights(...roles)];
  const next = (isThere: boolean, role: string, constant: number): ParameterToBe =>
    (isThere ? arrays.shift() : undefined) ?? filled(`${lowering.layer}/${role}`, shape, constant);
  const parameters = {
    scale: next(config.scale, "gamma", 1),
    bias: next(config.center, "beta", 0),
    mean: next(true, "moving_mean", 0),
    variance: next(true, "moving_variance", 1),
  };
  return lowering.like("batchNorm", value, { epsilon: config.epsilon }, parameters);
}

/** One number for each channel, where the file has none because they are all the same. */
function filled(name: string, shape: readonly number[], value: number): ParameterToBe {
  const channels = shape.at(-1) ?? 1;
  return { name, tensor: { data: new Float32Array(channels).fill(value), shape: [channels] } };
}

/** What does something while training alone. */
const identity = layer(
  () => z.object({}),
  ({ inputs }) => inputs[0],
);

export const normalizationLayers: Readonly<Record<string, LayerKind>> = {
  BatchNormalization: layer(
    () =>
      z.object({
        axis: z._default(z.union([z.int(), z.array(z.int())]), -1),
        epsilon: z._default(z.number().check(z.nonnegative()), 1e-3),
        center: z._default(z.boolean(), true),
        scale: z._default(z.boolean(), true),
        renorm: z._default(z.boolean(), false),
      }),
    batchNormalization,
  ),
};

export const trainingLayers: Readonly<Record<string, LayerKind>> = {
  ActivityRegularization: identity,
  AlphaDropout: identity,
  Dropout: identity,
  GaussianDropout: identity,
  GaussianNoise: identity,
  RandomBrightness: identity,
  RandomContrast: identity,
  RandomFlip: identity,
  RandomRotation: identity,
  RandomTranslation: identity,
  RandomZoom: identity,
  SpatialDropout2D: identity,
};
