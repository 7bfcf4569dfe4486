import {
  classCount,
  inferShapes,
  logitsOf,
  parameterCount,
  withoutUnused,
  type Graph,
  type Node,
} from "@evalpool/models";
import { SpecError } from "@evalpool/errors";
import { createRandom, type RandomStream } from "@evalpool/random";
import { size } from "@evalpool/tensor";
import type { Arithmetic } from "./arithmetic/arithmetic.js";
import { plainArithmetic } from "./arithmetic/plain.js";
import type { Floats } from "./floats.js";
import { createLayer } from "./layers/gradients.js";
import type { Mode, TrainableLayer, TrainableParameter } from "./layers/layer.js";
import { placesInMemory } from "./layers/layout.js";
import { createSum, type GradientSum } from "./layers/gradient-sum.js";

/** A network in training: weights, their gradients, and memory for one batch. */
export interface Network {
  /** Of the nodes that the logits depend on, in their order. */
  readonly layers: readonly NetworkLayer[];
  /** Of all layers: what is learnt, and the statistics that are kept of batches. */
  readonly parameters: readonly TrainableParameter[];
  /** Length of one example, and of one row of logits. */
  readonly inputWidth: number;
  readonly classes: number;
  readonly batchSize: number;
  /** Of what each layer draws by chance, in their order. */
  readonly random: readonly RandomStream[];
  /** The logits `[count, classes]` of `count` examples in row-major order. */
  forward(x: Floats, count: number, mode: Mode): Floats;
  /** Fills every parameter's gradient, from ∂loss/∂logits of the last forward pass in training. */
  backward(gradient: Floats, count: number): void;
}

/** A layer in its place. */
interface NetworkLayer extends TrainableLayer {
  /** The node's, as in the graph. */
  readonly name: string;
}

export interface NetworkOptions {
  /** What computes, and has the memory: plain TypeScript over float32 unless told. */
  readonly arithmetic?: Arithmetic;
  /** Of what is random in a forward pass. */
  readonly seed?: number;
}

/** The first stream of random numbers of the layers, of which each has its own. */
const LAYER_STREAMS = 1000;

/**
 * Prepares a network for batches of up to `batchSize` examples, all parameters as they are without
 * weights. A final softmax belongs to the loss and is left out, and so is what leads nowhere.
 *
 * @throws {SpecError} when nodes do not fit each other, or one cannot be trained
 */
export function createNetwork(
  graph: Graph,
  batchSize: number,
  { arithmetic = plainArithmetic(), seed = 0 }: NetworkOptions = {},
): Network {
  requireAffordable(graph);
  const logits = withoutUnused(logitsOf(graph));
  const { input, output } = logits;
  const classes = classCount(graph);
  const steps = createSteps(logits, batchSize, arithmetic, seed);
  const [first, last] = [createInput(input.shape), steps.at(-1)];
  if (last === undefined || !steps.some(({ isLearning }) => isLearning)) {
    throw new SpecError(graph.id, ["there is no layer to train"]);
  }
  const values = new Map<string, Floats>();
  const gradient = arithmetic.allocate(batchSize * classes);
  return {
    layers: steps.map(({ layer, node }) => ({ ...layer, name: node.name })),
    parameters: steps.flatMap(({ layer }) => layer.parameters),
    inputWidth: size(input.shape),
    classes,
    batchSize,
    random: steps.map(({ random }) => random),
    forward(x, count, mode) {
      first.fill(x, count);
      values.set(input.value, first.values);
      for (const { node, inputs, layer } of steps) {
        for (let i = 0; i < inputs.length; i++) inputs[i] = values.get(node.inputs[i]!)!;
        values.set(node.output, layer.forward(inputs, count, mode));
      }
      return values.get(output)!;
    },
    backward(slopes, count) {
      for (let i = 0; i < count * classes; i++) gradient[i] = slopes[i]!;
      for (const { sum } of steps) sum.clear();
      last.sum.add(gradient, count);
      for (let i = steps.length - 1; i >= 0; i--) {
        const { sum, layer, sources, isLearning } = steps[i]!;
        if (!isLearning) continue;
        const passed = layer.backward(sum.value(), count);
        for (let j = 0; j < sources.length; j++) sources[j]?.add(passed[j]!, count);
      }
    },
  };

  /** Memory for the examples, where they lie as layers read them. */
  function createInput(shape: readonly number[]) {
    const width = size(shape);
    const places = placesInMemory(shape);
    const values = arithmetic.allocate(batchSize * width);
    const fill = (x: Floats, count: number): void => {
      for (let n = 0; n < count * width; n += width) {
        for (let i = 0; i < width; i++) values[n + places[i]!] = x[n + i]!;
      }
    };
    return { values, fill };
  }
}

/** A layer, and how it hangs together with others. */
interface Step {
  readonly node: Node;
  readonly layer: TrainableLayer;
  readonly random: RandomStream;
  /** Room to hand it its inputs. */
  readonly inputs: Floats[];
  /** Whether it, or what it depends on, has something to learn. */
  readonly isLearning: boolean;
  /** Of ∂loss/∂output, from all that read it. */
  readonly sum: GradientSum;
  /** Where the gradients of its inputs go; nowhere from what has nothing to learn. */
  readonly sources: readonly (GradientSum | undefined)[];
}

function createSteps(
  graph: Graph,
  batchSize: number,
  arithmetic: Arithmetic,
  seed: number,
): Step[] {
  const made = new Map<string, Step>();
  const inferred = inferShapes(graph);
  // The output is read by the loss.
  const readers = [graph.output, ...inferred.flatMap(({ node }) => node.inputs)];
  return inferred.map((one, index) => {
    const { node, output, parameters } = one;
    const before = node.inputs.map((value) => made.get(value));
    const isAsked = before.map((step) => step?.isLearning ?? false);
    const random = createRandom(seed, LAYER_STREAMS + index);
    const layer = createLayer(one, { batchSize, isAsked, arithmetic, random });
    const isShared = readers.indexOf(node.output) !== readers.lastIndexOf(node.output);
    const room = arithmetic.allocate(isShared ? batchSize * size(output) : 0);
    const step: Step = {
      node,
      layer,
      random,
      inputs: new Array<Floats>(node.inputs.length),
      isLearning: isAsked.includes(true) || parameters.some((facts) => !facts.isStatistic),
      sum: createSum(size(output), room),
      sources: before.map((from, i) => (isAsked[i] ? from?.sum : undefined)),
    };
    made.set(node.output, step);
    return step;
  });
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
