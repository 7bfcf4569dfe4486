import { createHash } from "node:crypto";
import { encodeIdx, findDataset, synthesizeDigits, type IndexedSource } from "@evalpool/mnist";
import { DamagedError, NotFoundError, oneOf, requireArgument, UsageError } from "@evalpool/errors";
import {
  loadSplit,
  openSplit,
  splitNames,
  toSource,
  type ImageArray,
  type OpenSplitOptions,
  type Split,
  type SplitName,
} from "@evalpool/mnist/node";
import type { DatasetName } from "./dataset-names.js";
import { requireDatasetArguments, type DatasetOptions } from "./dataset-options.js";
import { DEFAULT_MEMORY, find } from "./open-path.js";
import { findPublished } from "./registry/published-sets.js";
import { toSplit } from "./to-split.js";

/** How long `auto` waits for a download, in milliseconds. */
const PATIENCE = 8000;

/**
 * Loads a split by the data set's name. `auto` is MNIST; where that is missing or damaged and cannot
 * be downloaded within a few seconds, it is the synthetic digits, and `onFallback` is told.
 *
 * @throws {DataError} when it is missing or damaged
 * @throws {UsageError} when the data set has no such split
 */
export async function loadDataset(
  dataset: DatasetName,
  split: string,
  options: DatasetOptions = {},
): Promise<Split> {
  requireDatasetArguments("loadDataset", dataset, split, options);
  if (isElsewhere(dataset, options))
    return toSplit(await open("loadDataset", dataset, split, options));
  return choose("loadDataset", dataset, split, ofSplit(options), loadSplit);
}

/** Whether a data set is at a path, or is published in another form than MNIST's. */
function isElsewhere(dataset: DatasetName, { data }: DatasetOptions): boolean {
  if (dataset === "synthetic") return false;
  return data !== undefined || findPublished(dataset) !== undefined;
}

/**
 * As `loadDataset`, as a source of images, which may stay in their files. In place of a name `data`
 * says where: a data set of any kind that is read.
 */
export async function openDataset(
  dataset: DatasetName,
  split: string,
  options: DatasetOptions = {},
): Promise<IndexedSource> {
  requireDatasetArguments("openDataset", dataset, split, options);
  return open("openDataset", dataset, split, options);
}

async function open(
  caller: string,
  dataset: DatasetName,
  split: string,
  options: DatasetOptions,
): Promise<IndexedSource> {
  if (options.data !== undefined && dataset !== "synthetic") {
    return (await find(options.data, options)).open(split);
  }
  const published = await openByName(dataset, split, options);
  if (published) return published;
  const source = toSource(await choose(caller, dataset, split, ofSplit(options), openSplit));
  const { classNames } = findDataset(source.name) ?? {};
  return { ...source, ...(classNames && { classNames, classes: classNames.length }) };
}

/** One of those beside MNIST; what fetches and unpacks them is loaded for them alone. */
async function openByName(
  dataset: DatasetName,
  split: string,
  options: DatasetOptions,
): Promise<IndexedSource | undefined> {
  const set = findPublished(dataset);
  if (set === undefined) return undefined;
  const { openPublished } = await import("./registry/open-published.js");
  return openPublished(set, split, options);
}

/** What is asked of a data set that has a name. */
function ofSplit(options: DatasetOptions): SplitOptions {
  const { env, classes, offline, onProgress, signal, onFallback } = options;
  const memory = options.isRepeated ? (options.memory ?? DEFAULT_MEMORY) : 0;
  return { env, classes, offline, onProgress, signal, onFallback, memory };
}

type SplitOptions = OpenSplitOptions & Pick<DatasetOptions, "onFallback">;

type Load<Images> = (split: SplitName, options: OpenSplitOptions) => Promise<Split<Images>>;

async function choose<Images>(
  caller: string,
  dataset: DatasetName,
  named: string,
  { onFallback, ...options }: SplitOptions,
  load: Load<Images>,
): Promise<Split<Images | ImageArray>> {
  if (dataset === "synthetic") return loadSynthetic(named);
  requireArgument(`${caller}: split`, oneOf(splitNames), named);
  const split = named as SplitName;
  if (dataset !== "auto") return load(split, { ...options, name: dataset });
  // Only MNIST has a training split: that leaves nothing to choose.
  if (split === "train") return load(split, options);
  const deadline = AbortSignal.timeout(PATIENCE);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  try {
    return await load(split, { ...options, signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    const isLate = error === deadline.reason;
    if (!isLate && !(error instanceof NotFoundError || error instanceof DamagedError)) throw error;
    onFallback?.(error as Error);
    return loadSynthetic(split);
  }
}

function loadSynthetic(split: string): Split {
  if (split !== "test") throw new UsageError("the synthetic data set has a test split only");
  const { images, labels } = synthesizeDigits();
  return {
    name: "synthetic",
    split,
    images,
    labels,
    sha256: { images: sha256(encodeIdx(images)), labels: sha256(encodeIdx(labels)) },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
