import {
  abortSignal,
  callback,
  didYouMean,
  flag,
  isObject,
  requireArgument,
  requireOptions,
  shorten,
  text,
  UsageError,
  wholeNumber,
  type Expectations,
} from "@evalpool/errors";
import type { LoadSplitOptions } from "@evalpool/mnist/node";
import { datasetNames } from "./dataset-names.js";
import type { FetchDataOptions } from "./fetch-data.js";
import type { OpenOptions } from "./formats/format.js";

/** As `OpenOptions`, with defaults, and how what has an address is fetched. */
export interface PathOptions extends Partial<OpenOptions>, FetchDataOptions {}

/** Where a data set is looked for, how it is opened, and who is told what becomes of it. */
export interface DatasetOptions extends LoadSplitOptions, PathOptions {
  /** Told why MNIST cannot be had when the synthetic digits stand in for it. */
  readonly onFallback?: ((why: Error) => void) | undefined;
}

/** What is said of data at a path. */
const pathOptions: Expectations<PathOptions> = {
  labels: text("the path of a file, or its URL"),
  labelsFrom: { expected: "a whole number", isMet: Number.isInteger },
  classNames: { expected: "an array of names", isMet: isArrayOf("string") },
  classes: {
    expected: "a whole number of at least 1, or Infinity",
    isMet: (value) => value === Infinity || wholeNumber(1).isMet(value),
  },
  shape: { expected: "an array [H, W] or [C, H, W]", isMet: isArrayOf("number") },
  memory: wholeNumber(0),
  isRepeated: flag,
  offline: flag,
  env: { expected: "an object of variables, as process.env", isMet: isObject },
  patience: { expected: "an object of milliseconds", isMet: isObject },
  onProgress: callback,
  onFetched: callback,
  signal: abortSignal,
};

const datasetOptions: Expectations<DatasetOptions> = {
  ...pathOptions,
  data: text("the path of a file or a directory, or the URL of a file"),
  name: text("a data set's name"),
  onFallback: callback,
};

function isArrayOf(type: "string" | "number"): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((it) => typeof it === type);
}

/** For callers without types. @throws {UsageError} that names what is not as expected */
export function requirePathArguments(caller: string, path: unknown, options: unknown): void {
  requireArgument(`${caller}: path`, pathOptions.labels, path);
  requireOptions<PathOptions>(caller, pathOptions, options);
}

/** For callers without types. @throws {UsageError} that names what is not as expected */
export function requireDatasetArguments(
  caller: string,
  dataset: unknown,
  split: unknown,
  options: unknown,
): void {
  requireArgument(`${caller}: dataset`, text("the name of a data set, as mnist"), dataset);
  if (!datasetNames.some((name) => name === dataset)) {
    const typed = String(dataset);
    const hint = didYouMean(typed, datasetNames) || ` Known are ${datasetNames.join(", ")}.`;
    throw new UsageError(`${caller}: there is no data set ${shorten(typed, 40)}.${hint}`);
  }
  requireArgument(`${caller}: split`, text("the name of a split, as test"), split);
  requireOptions<DatasetOptions>(caller, datasetOptions, options);
}
