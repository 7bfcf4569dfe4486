import type { FloatTensor } from "@evalpool/models";
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
  const variance = arrays.at(-1);
  if (variance === undefined) throw new RangeError("there is no variance");
  const next = (isThere: boolean, role: string, constant: number): ParameterToBe =>
    (isThere ? arrays.shift() : undefined) ??
    filled(`${lowering.layer}/${role}`, variance.tensor, constant);
  const parameters = {
    scale: next(config.scale, "gamma", 1),
    bias: next(config.center, "beta", 0),
    mean: next(true, "moving_mean", 0),
    variance,
  };
  return lowering.like("batchNorm", value, { epsilon: config.epsilon }, parameters);
}

/** The same number for each channel, where the file has none: as many as it has of something else. */
function filled(name: string, { data, shape }: FloatTensor, value: number): ParameterToBe {
  return { name, tensor: { data: new Float32Array(data.length).fill(value), shape } };
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
