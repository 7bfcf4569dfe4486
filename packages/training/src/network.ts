import { classCount, logitsOf, inferShapes, parameterCount, type Graph } from "@evalpool/models";
import { SpecError } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import { createLayer } from "./layers/gradients.js";
import type { Floats, TrainableLayer, TrainableParameter } from "./layers/layer.js";

/** A network in training: weights, their gradients, and memory for one batch. */
export interface Network {
  /** Parallel to the graph's nodes, without its final softmax. */
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

/**
 * Prepares a network for batches of up to `batchSize` examples, all weights 0. A final softmax
 * belongs to the loss and is left out.
 *
 * @param allocate gives zeros: float32 unless told otherwise
 * @throws {SpecError} when nodes do not fit each other, or one cannot be trained
 */
export function createNetwork(
  graph: Graph,
  batchSize: number,
  allocate: (length: number) => Floats = (length) => new Float32Array(length),
): Network {
  const { id, input, output, nodes } = logitsOf(graph);
  requireAffordable(graph);
  let value = input.value;
  const layers = inferShapes({ ...graph, nodes, output }).map((inferred): TrainableLayer => {
    const { node } = inferred;
    if (node.inputs.join() !== value) {
      throw new SpecError(id, [`${node.name} (${node.op}): branches cannot be trained yet`]);
    }
    value = node.output;
    return createLayer(inferred, batchSize, allocate);
  });
  if (value !== output) throw new SpecError(id, ["branches cannot be trained yet"]);
  const firstTrained = layers.findIndex(({ parameters }) => parameters.length > 0);
  if (firstTrained === -1) throw new SpecError(id, ["there is no layer to train"]);
  return {
    layers,
    parameters: layers.flatMap(({ parameters }) => parameters),
    inputWidth: size(input.shape),
    classes: classCount(graph),
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

/** Numbers that training keeps for each weight: itself, its gradient, and two of the optimizer. */
const NUMBERS_A_WEIGHT = 4;
/** Bytes that they may take together: 1 GiB. */
const MOST_BYTES = 2 ** 30;

/** @throws {SpecError} when there are more weights than can be trained here */
function requireAffordable(graph: Graph): void {
  const weights = parameterCount(graph);
  const most = MOST_BYTES / (NUMBERS_A_WEIGHT * Float32Array.BYTES_PER_ELEMENT);
  if (weights <= most) return;
  const [expected, got] = [most, weights].map((n) => n.toLocaleString("en-US"));
  throw new SpecError(graph.id, [`expected at most ${expected} weights to train, got ${got}`]);
}
