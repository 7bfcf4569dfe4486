import { oneOf, wholeNumber, type Expectation, type Expectations } from "@evalpool/errors";
import { variances, type Initialization } from "./initialize.js";
import { optimizers, type OptimizerName } from "./optimizers.js";
import { schedules, type ScheduleName } from "./schedule.js";

/** How a network is trained. The same options, data and seed give the same weights to the bit. */
export interface TrainOptions {
  /** Passes over the training images, unless training stops early. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  /** At its peak. */
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  /** Epochs, or a part of one, over which the learning rate climbs to its peak. */
  readonly warmup: number;
  /** Weights shrink by `learningRate · weightDecay` a batch; biases do not. */
  readonly weightDecay: number;
  /** Each image is moved by up to this many pixels along each axis, anew each time; 0 for none. */
  readonly shifts: number;
  /**
   * Each image is turned, stretched and sheared: entries of the matrix that does it are off by up to
   * this, anew each time; 0 for none.
   */
  readonly warp: number;
  /**
   * The part of the images held out of training, chosen by the seed, 0 for none; the weights that
   * do best on them are kept.
   */
  readonly validation: number;
  /** Epochs without a better validation result after which training stops. */
  readonly patience: number;
  /** uint32 */
  readonly seed: number;
  /** How wide the first weights spread: by default as suits the activation that follows. */
  readonly initialization?: Initialization;
}

/** The recipe that made the weights of `mlp`. */
export const defaultOptions: TrainOptions = {
  epochs: 100,
  batchSize: 200,
  optimizer: "adam",
  learningRate: 0.02,
  schedule: "cosine",
  warmup: 1,
  weightDecay: 0.025,
  shifts: 1,
  warp: 0,
  validation: 0.1,
  patience: 25,
  seed: 1,
};

const whole = wholeNumber(1);
const count = wholeNumber(0);

/** What each has to be. */
export const optionExpectations: Expectations<TrainOptions> = {
  epochs: whole,
  batchSize: whole,
  optimizer: oneOf(Object.keys(optimizers)),
  learningRate: numberThat("above 0", (value) => value > 0),
  schedule: oneOf(Object.keys(schedules)),
  warmup: numberThat("of at least 0", (value) => value >= 0),
  weightDecay: numberThat("of at least 0", (value) => value >= 0),
  shifts: count,
  warp: numberThat("from 0 to below 1", isPart),
  validation: numberThat("from 0 to below 1", isPart),
  patience: numberThat("above 0", (value) => value > 0),
  seed: wholeNumber(0, 2 ** 32 - 1),
  initialization: oneOf(Object.keys(variances)),
};

function numberThat(bound: string, isWithin: (value: number) => boolean): Expectation {
  return {
    expected: `a number ${bound}`,
    isMet: (value) => typeof value === "number" && isWithin(value),
  };
}

function isPart(value: number): boolean {
  return value >= 0 && value < 1;
}
