import * as z from "zod/mini";
import { activate, softmax } from "../activations.js";
import { kerasShape, type Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

/** A number, or as Keras 2 writes some: `{ type: "ndarray", value: 0.3 }`. */
function number() {
  return z.union([
    z.number(),
    z.pipe(
      z.object({ value: z.number() }),
      z.transform(({ value }) => value),
    ),
  ]);
}

function relu({ config, inputs, lowering }: Application<ReluConfig>): Value {
  const { max_value: upper, negative_slope: slope, threshold } = config;
  if (threshold !== 0) lowering.unsupported(`threshold ${threshold} of ReLU`);
  const [value] = inputs;
  if (typeof upper !== "number") {
    return slope === 0
      ? lowering.like("relu", value, {})
      : lowering.like("leakyRelu", value, { slope });
  }
  if (slope === 0) return lowering.like("clip", value, { lower: 0, upper });
  const leaky = lowering.like("leakyRelu", value, { slope });
  return lowering.like("clip", leaky, { upper });
}

interface ReluConfig {
  readonly max_value?: number | null | undefined;
  readonly negative_slope: number;
  readonly threshold: number;
}

/** A slope for each channel: of maps, one that all pixels share. */
function prelu({ inputs, lowering, weights }: Application<object>): Value {
  const [value] = inputs;
  const [slope] = weights("alpha");
  const { tensor, name } = slope;
  const shape = kerasShape(value);
  const isOfChannels =
    tensor.shape.length === shape.length &&
    tensor.shape.every((length, axis) => length === (axis < shape.length - 1 ? 1 : shape[axis]));
  if (!isOfChannels || (value.kind !== "maps" && shape.length > 1)) {
    const got = `${told(tensor.shape)} for values of shape ${told(shape)}`;
    lowering.unsupported(`PReLU with slopes ${got}`);
  }
  const flat = { data: tensor.data, shape: [tensor.data.length] };
  const taken = value.kind === "flatMaps" ? lowering.plain(value) : value;
  return lowering.like("prelu", taken, {}, { slope: { name, tensor: flat } });
}

function softmaxLayer(application: Application<{ axis: number | readonly number[] }>): Value {
  const { config, inputs, lowering } = application;
  const [value] = inputs;
  const rank = kerasShape(value).length;
  const [axis, ...more] = [config.axis].flat();
  // Keras counts the batch.
  const isLast = more.length === 0 && (axis === -1 || axis === rank);
  if (isLast) return softmax(lowering, value, "softmax");
  return lowering.unsupported(`Softmax along axis ${String(config.axis)}`);
}

export const activationLayers: Readonly<Record<string, LayerKind>> = {
  Activation: layer(
    () => z.object({ activation: z.unknown() }),
    ({ config, inputs, lowering, version }) =>
      activate(lowering, inputs[0], config.activation, version),
  ),
  ELU: layer(
    () => z.object({ alpha: z._default(number(), 1) }),
    ({ config, inputs, lowering }) => lowering.like("elu", inputs[0], { alpha: config.alpha }),
  ),
  LeakyReLU: layer(
    () => z.object({ negative_slope: z.optional(number()), alpha: z.optional(number()) }),
    ({ config, inputs, lowering }) => {
      const slope = config.negative_slope ?? config.alpha ?? 0.3;
      return lowering.like("leakyRelu", inputs[0], { slope });
    },
  ),
  PReLU: layer(() => z.object({}), prelu),
  ReLU: layer(
    () =>
      z.object({
        max_value: z.nullish(number()),
        negative_slope: z._default(number(), 0),
        threshold: z._default(number(), 0),
      }),
    relu,
  ),
  Softmax: layer(
    () => z.object({ axis: z._default(z.union([z.int(), z.array(z.int())]), -1) }),
    softmaxLayer,
  ),
};
