import { shorten, UsageError } from "@evalpool/errors";
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

/** @throws {UsageError} that names the first option that is unknown or out of range */
export function checkOptions(options: TrainOptions): void {
  const known = [...Object.keys(defaultOptions), "initialization"];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `unknown option ${shorten(unknown, 40)} of training, expected ${known.join(", ")}`,
    );
  }
  const whole = Number.isInteger;
  const rules: readonly [keyof TrainOptions, boolean, string][] = [
    ["epochs", whole(options.epochs) && options.epochs > 0, "a whole number from 1"],
    ["batchSize", whole(options.batchSize) && options.batchSize > 0, "a whole number from 1"],
    ["learningRate", options.learningRate > 0, "a number above 0"],
    ["warmup", options.warmup >= 0, "a number from 0"],
    ["weightDecay", options.weightDecay >= 0, "a number from 0"],
    ["shifts", whole(options.shifts) && options.shifts >= 0, "a whole number from 0"],
    ["warp", options.warp >= 0 && options.warp < 1, "from 0 to below 1"],
    ["validation", options.validation >= 0 && options.validation < 1, "from 0 to below 1"],
    ["patience", options.patience > 0, "a number above 0"],
    ["optimizer", Object.hasOwn(optimizers, options.optimizer), oneOf(optimizers)],
    ["schedule", Object.hasOwn(schedules, options.schedule), oneOf(schedules)],
    [
      "initialization",
      options.initialization === undefined || Object.hasOwn(variances, options.initialization),
      oneOf(variances),
    ],
    ["seed", options.seed >>> 0 === options.seed, "a whole number from 0 to 4294967295"],
  ];
  for (const [name, valid, expected] of rules) {
    if (!valid) throw new UsageError(`${name}: expected ${expected}, got ${options[name]}`);
  }
}

function oneOf(choices: object): string {
  return `one of ${Object.keys(choices).join(", ")}`;
}
