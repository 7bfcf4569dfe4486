import { UsageError } from "@evalpool/errors";
import type { FloatTensor, Graph, Parameters } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";
import { createRandom, shuffle, type RandomState, type RandomStream } from "@evalpool/random";
import {
  fillBatch,
  holdOut,
  type Augmentation,
  type Batch,
  type Holdout,
  type LabelledImages,
} from "./examples.js";
import type { Arithmetic } from "./arithmetic/arithmetic.js";
import { withKernels } from "./arithmetic/fast.js";
import { plainArithmetic } from "./arithmetic/plain.js";
import { initialize } from "./initialize.js";
import type { Floats } from "./floats.js";
import type { Mode } from "./layers/layer.js";
import { softmaxCrossEntropy, type BatchLoss } from "./loss.js";
import { createNetwork, type Network } from "./network.js";
import { decayWeights, optimizers, type Optimizer } from "./optimizers.js";
import type { TrainOptions } from "./options.js";
import { learningRateFactor } from "./schedule.js";

/** Images to be judged by are not changed. */
const asTheyAre: Augmentation = { shifts: 0, warp: 0 };

/** Each use of chance has a stream of its own. */
const streams = { weights: 0, split: 1, order: 2, shifts: 3 };

/** What changes while a network is trained. */
export interface TrainerState {
  /** Where streams of random numbers are: that of shifts, and one for each layer. */
  readonly random: readonly RandomState[];
  /** Weights, and what the optimiser keeps. */
  readonly tensors: Parameters;
}

/** A training run in steps: what `train` drives. */
export class Trainer {
  readonly network: Network;
  readonly holdout: Holdout;
  readonly batchesPerEpoch: number;
  readonly #data: LabelledImages;
  readonly #options: TrainOptions;
  readonly #optimizer: Optimizer;
  readonly #batch: Batch;
  readonly #gradient: Floats;
  readonly #order: RandomStream;
  readonly #shifts: RandomStream;
  #step = 0;

  constructor(
    graph: Graph,
    data: LabelledImages,
    options: TrainOptions,
    kernels: KernelModule | undefined,
  ) {
    const { seed, batchSize } = options;
    const build = (arithmetic: Arithmetic): Network =>
      createNetwork(graph, batchSize, { arithmetic, seed });
    const network = kernels ? withKernels(kernels, build) : build(plainArithmetic());
    initialize(network, graph, createRandom(seed, streams.weights), options.initialization);
    const count = data.labels.data.length;
    this.network = network;
    this.holdout = holdOut(count, options.validation, createRandom(seed, streams.split));
    this.batchesPerEpoch = Math.ceil(this.holdout.training.length / batchSize);
    this.#data = data;
    this.#options = options;
    const learnt = network.parameters.filter(({ isStatistic }) => !isStatistic);
    this.#optimizer = optimizers[options.optimizer](learnt);
    this.#batch = {
      examples: new Float32Array(batchSize * network.inputWidth),
      labels: new Uint32Array(batchSize),
    };
    this.#gradient = new Float32Array(batchSize * network.classes);
    this.#order = createRandom(seed, streams.order);
    this.#shifts = createRandom(seed, streams.shifts);
  }

  /** All that a trainer of the same data and options goes on from, between two epochs. */
  state(): TrainerState {
    const tensors = [...this.#memory()].map(([name, values]): [string, FloatTensor] => [
      name,
      { data: values.slice(), shape: [values.length] },
    ]);
    return { random: this.#streams().map((random) => random.state()), tensors: new Map(tensors) };
  }

  /**
   * Goes on from the state of another after so many epochs.
   *
   * @throws {UsageError} when it is the state of another network or optimiser
   */
  restore({ random, tensors }: TrainerState, epochs: number): void {
    const [memory, streams] = [this.#memory(), this.#streams()];
    const isSame = [...memory].every(
      ([name, { length }]) => tensors.get(name)?.data.length === length,
    );
    if (!isSame || tensors.size !== memory.size || random.length !== streams.length) {
      throw new UsageError("expected the state of this network in training, got that of another");
    }
    for (const [name, values] of memory) values.set(tensors.get(name)?.data ?? []);
    for (const [i, state] of random.entries()) streams[i]?.restore(state);
    // Each order is that before it, shuffled.
    for (let epoch = 0; epoch < epochs; epoch++) this.startEpoch();
    this.#step = epochs * this.batchesPerEpoch;
  }

  /** What changes with each step, in place. */
  #memory(): Map<string, Float32Array | Float64Array> {
    return new Map([
      ...this.network.parameters.map(({ name, values }) => [`weights.${name}`, values] as const),
      ...[...this.#optimizer.memory].map(([name, it]) => [`optimizer.${name}`, it] as const),
    ]);
  }

  /** But for the order of the images, which is drawn anew. */
  #streams(): readonly RandomStream[] {
    return [this.#shifts, ...this.network.random];
  }

  /** Puts the training images into a new order. */
  startEpoch(): void {
    shuffle(this.holdout.training, this.#order);
  }

  /** Learns from one batch of the epoch, the last of which may be smaller. */
  learn(batch: number): BatchLoss & { readonly count: number } {
    const { schedule, warmup, epochs, learningRate, weightDecay } = this.#options;
    const start = batch * this.#options.batchSize;
    const { count, ...result } = this.#forward(this.holdout.training, start, "training");
    this.network.backward(this.#gradient, count);
    const perEpoch = this.batchesPerEpoch;
    const [steps, warmupSteps] = [epochs * perEpoch, Math.round(warmup * perEpoch)];
    const factor = learningRateFactor(schedule, this.#step++, steps, warmupSteps);
    decayWeights(this.network.parameters, learningRate * factor * weightDecay);
    this.#optimizer.step(learningRate * factor);
    return { count, ...result };
  }

  /** How the network does on the images held out, as they are. Changes nothing. */
  validate(): { readonly loss: number; readonly accuracy: number } {
    const { validation } = this.holdout;
    let loss = 0;
    let correct = 0;
    for (let start = 0; start < validation.length; start += this.#options.batchSize) {
      const result = this.#forward(validation, start, "inference");
      loss += result.loss;
      correct += result.correct;
    }
    return { loss: loss / validation.length, accuracy: correct / validation.length };
  }

  /** One batch through network and loss, leaving ∂loss/∂logits in the gradient. */
  #forward(
    indices: Uint32Array,
    start: number,
    mode: Mode,
  ): BatchLoss & { readonly count: number } {
    const { network } = this;
    const augmentation = mode === "training" ? this.#options : asTheyAre;
    const count = Math.min(this.#options.batchSize, indices.length - start);
    fillBatch(this.#batch, this.#data, indices, start, count, augmentation, this.#shifts);
    const logits = network.forward(this.#batch.examples, count, mode);
    const { labels } = this.#batch;
    return {
      count,
      ...softmaxCrossEntropy(logits, labels, this.#gradient, count, network.classes),
    };
  }
}
