import {
  loadNetwork,
  loadZooModel,
  type LoadedModel,
  type LoadModelOptions,
} from "@evalpool/checkpoints/node";
import {
  loadDataset,
  openDataset,
  type DatasetName,
  type DatasetOptions,
} from "@evalpool/data/node";
import type { IndexedSource, SourceDigest } from "@evalpool/data";
import { DataError, listProblems } from "@evalpool/errors";
import { findDataset } from "@evalpool/mnist";
import type { Split } from "@evalpool/mnist/node";
import type { Graph } from "@evalpool/models";
import { downloadProgress, type DownloadProgress } from "./download-progress.js";
import { fallbackNotice, lackOf } from "./fallback-notice.js";
import { hintAtModel } from "./hint-at-model.js";
import { tell } from "./terminal/tell.js";

/** Which data are loaded, from where. */
export interface DatasetChoice extends Omit<DatasetOptions, "onProgress" | "onFallback"> {
  readonly dataset: DatasetName;
  readonly split: string;
  /** The flag that refuses the digits which stand in for MNIST: nothing may be concluded from them. */
  readonly noStandIn?:
    | "--min-accuracy"
    | "--gate"
    | "--predictions"
    | "--shard"
    | "--queue"
    | "--fail-if-worse"
    | undefined;
  /** What fails where this does gives no figures, and so nothing is told of a stand-in. */
  readonly model?: Promise<unknown> | undefined;
}

/**
 * As `loadDataset`, telling on stderr what is downloaded and what stands in for what.
 *
 * @throws {DataError} also when the directory that is given does not hold the data set that is named
 */
export function loadDatasetShown(choice: DatasetChoice): Promise<Split> {
  return load(choice, loadDataset);
}

/** As `openDataset`, else as `loadDatasetShown`. */
export function openDatasetShown(choice: DatasetChoice): Promise<IndexedSource> {
  return load(choice, openDataset);
}

/** As `loadZooModel`, telling on stderr what is downloaded, and in errors which model was meant. */
export function loadModelShown(
  model: string,
  weights: string | undefined,
  options: Parameters<typeof loadZooModel>[2] = {},
): Promise<LoadedModel> {
  return showing(async (onProgress) => {
    const loading = loadZooModel(model, weights, { ...options, onProgress });
    const loaded = await loading.catch(hintAtModel(model));
    tellSkipped(weights ?? model, loaded);
    return loaded;
  });
}

/** Says what of a file is not looked at, so that nobody takes it for read. */
function tellSkipped(file: string, { skipped = [] }: Pick<LoadedModel, "skipped">): void {
  if (skipped.length > 0)
    tell([`evalpool: ${file}: left out, as no operation uses it: ${listProblems(skipped)}`]);
}

/** As `loadGraph`, saying in errors which model was meant. */
export async function loadGraphShown(model: string, options?: LoadModelOptions): Promise<Graph> {
  return (await loadNetworkShown(model, options)).graph;
}

/** As `loadNetwork`, saying in errors which model was meant, and what was left out of its file. */
export async function loadNetworkShown(
  model: string,
  options?: LoadModelOptions,
): ReturnType<typeof loadNetwork> {
  const network = await loadNetwork(model, options).catch(hintAtModel(model));
  tellSkipped(model, network);
  return network;
}

type OnProgress = DownloadProgress["onProgress"];

type Load<Loaded> = (
  dataset: DatasetName,
  split: string,
  options: DatasetOptions,
) => Promise<Loaded>;

async function load<Loaded extends Split | IndexedSource>(
  { dataset, split, noStandIn, model, ...options }: DatasetChoice,
  load: Load<Loaded>,
): Promise<Loaded> {
  const onFallback = (why: Error): void => {
    if (noStandIn) throw standInRefused(noStandIn, why, options.offline);
    const notice = (): void =>
      tell(fallbackNotice(why, options.offline, process.stderr.columns || Infinity));
    // Why it fails is told by whom it is loaded for.
    if (model) model.then(notice, () => undefined);
    else notice();
  };
  const loaded = await showing((onProgress) =>
    load(dataset, split, { onFetched: tellFetched, ...options, onProgress, onFallback }),
  );
  if (options.data !== undefined) {
    const parts = "digest" in loaded ? loaded.digest.parts : loaded.sha256;
    requirePublished(parts, dataset, split, options.data);
  }
  return loaded;
}

/** Says where what was at an address is now: the next run takes it from there. */
export function tellFetched(url: string, path: string, sha256: string): void {
  tell([`evalpool: fetched ${url} into ${path} (SHA-256 ${sha256})`]);
}

function standInRefused(flag: string, why: Error, offline?: boolean): DataError {
  const advice = "give --data DIR, or --dataset synthetic if those are meant";
  const reason = `MNIST ${lackOf(why, offline)}; the synthetic digits in its place prove nothing`;
  return new DataError(flag, `${reason}; ${advice}`, { cause: why });
}

/** A directory's files are what they are called if they are those published. @throws {DataError} */
function requirePublished(
  { images, labels }: SourceDigest["parts"],
  name: DatasetName,
  split: string,
  data: string,
): void {
  if (name === "auto") return;
  const published = splitOf(name, split);
  if (published?.images.sha256 === images && published.labels.sha256 === labels) return;
  const reason = published?.images.sha256 ? "got others" : "whose digests are not known";
  throw new DataError(
    data,
    `expected the published files of ${name} ${split}, ${reason}; leave out --dataset ${name}`,
  );
}

function splitOf(name: DatasetName, split: string) {
  return Object.entries(findDataset(name)?.splits ?? {}).find(([it]) => it === split)?.[1];
}

async function showing<T>(load: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const { onProgress, end } = downloadProgress();
  try {
    return await load(onProgress);
  } finally {
    end();
  }
}
