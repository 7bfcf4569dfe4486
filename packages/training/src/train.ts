import { parametersOf, type Graph, type Parameters } from "@evalpool/models";
import {
  abortSignal,
  callback,
  DivergenceError,
  isObject,
  objectWith,
  requireOptions,
  UsageError,
  type Expectation,
  type Expectations,
} from "@evalpool/errors";
import { compileKernels, size, supportsKernels, type KernelModule } from "@evalpool/tensor";
import { checkImages, type LabelledImages } from "./examples.js";
import type { Network } from "./network.js";
import { defaultOptions, optionExpectations, type TrainOptions } from "./options.js";
import { pacer, type Pause } from "./pacer.js";
import { Trainer, type TrainerState } from "./trainer.js";

/** What one epoch gave. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the training images, each as it was met during the epoch. */
  readonly loss: number;
  /** On the images held out; absent where there are none. */
  readonly validation?: { readonly loss: number; readonly accuracy: number };
  readonly imagesPerSecond: number;
}

/** Where an epoch stands, for a progress bar. */
export interface TrainProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Images learnt from in this epoch, of how many. */
  readonly images: number;
  readonly imagesPerEpoch: number;
  /** Mean so far in this epoch. */
  readonly loss: number;
  readonly imagesPerSecond: number;
}

/** What is trained on what; options that are absent are those of `defaultOptions`. */
export interface TrainInput extends LabelledImages, Partial<TrainOptions> {
  readonly graph: Graph;
  /** What it runs on: compiled here unless given; null for plain TypeScript. */
  readonly kernels?: KernelModule | null;
  /** Stops training; the best weights so far are the result. */
  readonly signal?: AbortSignal;
  /** Called at the end of each epoch. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Goes on from there: as if training had never stopped, to the bit. */
  readonly from?: TrainState;
  /** Given all that training goes on from, at the end of each epoch, and waited for. */
  readonly onState?: (state: TrainState) => Promise<void> | void;
  /** Called some twenty times a second and at the end of each epoch's learning. */
  readonly onProgress?: (progress: TrainProgress) => void;
}

/**
 * What training goes on from, after an epoch: plain data. With the same graph, images, options and
 * kernels it gives what it would have given without a stop; where the learning rate is constant,
 * there may be other epochs than were asked for then.
 */
export interface TrainState extends TrainerState {
  readonly history: readonly EpochRecord[];
  /** The best weights so far, named as in the graph. */
  readonly best: Parameters;
}

/** What training found. */
export interface TrainResult {
  /** The best weights, float32, named as in the graph. */
  readonly parameters: Parameters;
  readonly history: readonly EpochRecord[];
  /** The epoch that the weights are from; absent when training was stopped before its end. */
  readonly best?: EpochRecord;
  readonly stopped: "finished" | "early" | "aborted";
}

/**
 * Trains a network on labelled images: softmax with cross-entropy, mini-batches in random order.
 * Of all epochs, the weights with the highest validation accuracy are kept (of equal ones, those
 * with the lowest validation loss); without validation images, those of the last epoch.
 *
 * Runs on the calling thread and gives way to the event loop some twenty times a second.
 *
 *     const { images, labels } = await loadSplit("train");
 *     const { parameters, best } = await train({ graph, images, labels, seed: 1 });
 *
 * @throws {SpecError} when the network cannot be trained
 * @throws {UsageError} when an option is out of range, or `from` is of another network
 * @throws {DataError} when the data do not fit the network or each other
 * @throws {DivergenceError} when the loss is no longer finite
 */
export async function train(input: TrainInput): Promise<TrainResult> {
  requireInput(input);
  const { graph, images, labels, kernels, signal, onEpoch, onProgress, onState, from, ...given } =
    input;
  const options: TrainOptions = { ...defaultOptions, ...given };
  const trainer = new Trainer(graph, { images, labels }, options, choose(kernels));
  checkImages({ images, labels }, graph, trainer.network.classes, options);
  if (from) {
    requireWeights(graph, from.best);
    trainer.restore(from, from.history.length);
  }

  const pause = pacer(signal);
  const history: EpochRecord[] = [...(from?.history ?? [])];
  let best = bestOf(history);
  let parameters = from?.best ?? snapshot(graph, trainer.network);
  for (let epoch = history.length + 1; epoch <= options.epochs; epoch++) {
    if (epoch - 1 - (best?.epoch ?? 0) >= options.patience) return result("early");
    if (signal?.aborted) return result("aborted");
    const learnt = await runEpoch(trainer, epoch, options.epochs, pause, onProgress);
    if (learnt === "aborted") return result("aborted");
    const validation =
      trainer.holdout.validation.length > 0 ? { validation: trainer.validate() } : {};
    const record = { epoch, ...learnt, ...validation };
    history.push(record);
    onEpoch?.(record);
    if (isBetter(record, best)) {
      best = record;
      parameters = snapshot(graph, trainer.network);
    }
    await onState?.({ ...trainer.state(), history: [...history], best: parameters });
  }
  return result("finished");

  function result(stopped: TrainResult["stopped"]): TrainResult {
    return { parameters, history, stopped, ...(best && { best }) };
  }
}

/** The kernels that are given, else the best that this engine can run; undefined for none. */
function choose(kernels: TrainInput["kernels"]): KernelModule | undefined {
  if (kernels === null || !supportsKernels("simd")) return undefined;
  return kernels ?? compileKernels();
}

/** What the rest has to be, beside how it is trained. */
const expectations: Expectations<Omit<TrainInput, keyof TrainOptions>> = {
  graph: { ...objectWith("a graph, as a model has", "input", "nodes"), isRequired: true },
  images: { ...arrayWithShape("images"), isRequired: true },
  labels: { ...arrayWithShape("labels"), isRequired: true },
  kernels: {
    expected: "kernels that compileKernels gives, or null",
    isMet: (value) => value === null || isObject(value),
  },
  from: objectWith("a state, as onState is given", "random", "tensors", "history", "best"),
  signal: abortSignal,
  onEpoch: callback,
  onState: callback,
  onProgress: callback,
};

function arrayWithShape(what: string): Expectation {
  return objectWith(`${what} { data, shape }`, "data", "shape");
}

/** For callers without types. @throws {UsageError} that names what is not as expected */
function requireInput(input: unknown): void {
  const options: Expectations<TrainInput> = { ...optionExpectations, ...expectations };
  requireOptions<TrainInput>("train", options, input);
}

async function runEpoch(
  trainer: Trainer,
  epoch: number,
  epochs: number,
  pause: Pause,
  onProgress: TrainInput["onProgress"],
): Promise<{ loss: number; imagesPerSecond: number } | "aborted"> {
  const imagesPerEpoch = trainer.holdout.training.length;
  const start = performance.now();
  let images = 0;
  let loss = 0;
  const figures = () => ({
    loss: loss / images,
    imagesPerSecond: (1000 * images) / (performance.now() - start),
  });
  trainer.startEpoch();
  for (let batch = 0; batch < trainer.batchesPerEpoch; batch++) {
    const learnt = trainer.learn(batch);
    if (!Number.isFinite(learnt.loss)) throw new DivergenceError(epoch, learnt.loss);
    images += learnt.count;
    loss += learnt.loss;
    const isDue = pause.isDue();
    if (isDue || images === imagesPerEpoch) {
      onProgress?.({ epoch, epochs, images, imagesPerEpoch, ...figures() });
    }
    if (isDue && (await pause.take())) return "aborted";
  }
  return figures();
}

/** @throws {UsageError} when weights that were kept are not those of the graph */
function requireWeights(graph: Graph, best: Parameters): void {
  const expected = parametersOf(graph);
  const isWhole = expected.every(({ name, shape }) => best.get(name)?.data.length === size(shape));
  if (isWhole && best.size === expected.length) return;
  throw new UsageError("expected the best weights of this network, got those of another");
}

/** The epoch whose weights are kept; undefined before the first. */
function bestOf(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (isBetter(record, best) ? record : best),
    undefined,
  );
}

function isBetter(record: EpochRecord, best: EpochRecord | undefined): boolean {
  if (best?.validation === undefined || record.validation === undefined) return true;
  const gain = record.validation.accuracy - best.validation.accuracy;
  return gain > 0 || (gain === 0 && record.validation.loss < best.validation.loss);
}

/** All parameters of a graph; those of nodes that lead nowhere are as they are before training. */
function snapshot(graph: Graph, network: Network): Parameters {
  const values = new Map(network.parameters.map(({ name, values }) => [name, values]));
  return new Map(
    parametersOf(graph).map(({ name, shape, initial = 0 }) => {
      const learnt = values.get(name) ?? { length: size(shape) };
      const data = Float32Array.from(learnt, (value: number | undefined) => value ?? initial);
      return [name, { data, shape }];
    }),
  );
}
