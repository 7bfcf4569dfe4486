import { parameterShapes, type Layer, type ModelSpec } from "@evalpool/models";
import { SpecError } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import { activation } from "./layers/activation.js";
import { dense } from "./layers/dense.js";
import type {
  Floats,
  LayerContext,
  LayerFactory,
  TrainableLayer,
  TrainableParameter,
} from "./layers/layer.js";
import { flatten, scale } from "./layers/pass-through.js";

/** A network in training: weights, their gradients, and memory for one batch. */
export interface Network {
  /** Parallel to the layers of the spec, without its final softmax. */
  readonly layers: readonly TrainableLayer[];
  readonly parameters: readonly TrainableParameter[];
  /** Length of one example, and of one row of logits. */
  readonly inputWidth: number;
  readonly classes: number;
  readonly batchSize: number;
  /** The logits `[count, classes]` of `count` examples. */
  forward(x: Floats, count: number): Floats;
  /** Fills every parameter's gradient, from ∂loss/∂logits of the last forward pass. */
  backward(gradient: Floats, count: number): void;
}

/** How each type of layer is trained. */
const factories: { readonly [T in Layer["type"]]?: LayerFactory<T> } = {
  scale,
  flatten,
  dense,
  activation,
};

/**
 * Prepares a network for batches of up to `batchSize` examples, all weights 0. A final softmax
 * belongs to the loss and is left out.
 *
 * @param allocate gives zeros: float32 unless told otherwise
 * @throws {SpecError} when layers do not fit each other, or one cannot be trained
 */
export function createNetwork(
  spec: ModelSpec,
  batchSize: number,
  allocate: (length: number) => Floats = (length) => new Float32Array(length),
): Network {
  parameterShapes(spec); // refuses layers that do not fit
  let shape = spec.input;
  const layers = withoutFinalSoftmax(spec.layers).map((layer) => {
    const made = createLayer(layer, { inputShape: shape, batchSize, allocate });
    shape = made.outputShape;
    return made;
  });
  const firstTrained = layers.findIndex(({ parameters }) => parameters.length > 0);
  if (firstTrained === -1) throw new SpecError(spec.id, ["there is no layer to train"]);
  return {
    layers,
    parameters: layers.flatMap(({ parameters }) => parameters),
    inputWidth: size(spec.input),
    classes: size(shape),
    batchSize,
    forward: (x, count) => layers.reduce((input, layer) => layer.forward(input, count), x),
    backward(gradient, count) {
      let passed = gradient;
      for (let i = layers.length - 1; i >= firstTrained; i--) {
        layers[i]!.parameterGradients?.(passed, count);
        // Nothing below the first trained layer asks for a gradient.
        if (i > firstTrained) passed = layers[i]!.inputGradient(passed, count);
      }
    },
  };
}

function createLayer<T extends Layer["type"]>(
  layer: Extract<Layer, { type: T }>,
  context: LayerContext,
): TrainableLayer {
  const factory = factories[layer.type];
  if (factory === undefined) throw new SpecError(`layer ${layer.type}`, ["cannot be trained yet"]);
  return factory(layer, context);
}

/** The layers that give the logits. */
function withoutFinalSoftmax(layers: readonly Layer[]): readonly Layer[] {
  const last = layers.at(-1);
  const isSoftmax = last?.type === "activation" && last.function === "softmax";
  return isSoftmax ? layers.slice(0, -1) : layers;
}
