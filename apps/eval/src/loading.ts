import { loadZooModel, type LoadedModel } from "@evalpool/checkpoints/node";
import {
  loadDataset,
  openDataset,
  type DatasetName,
  type DatasetOptions,
} from "@evalpool/data/node";
import type { OpenSplit, Split, SplitName } from "@evalpool/mnist/node";
import { downloadProgress, type DownloadProgress } from "./download-progress.js";
import { fallbackNotice } from "./fallback-notice.js";
import { tell } from "./terminal/live-line.js";

/** As `loadDataset`, telling on stderr what is downloaded and what stands in for what. */
export function loadDatasetShown(
  name: DatasetName,
  split: SplitName,
  options: DatasetOptions,
): Promise<Split> {
  return showing((onProgress) => loadDataset(name, split, told(options, onProgress)));
}

/** As `openDataset`, telling on stderr what is downloaded and what stands in for what. */
export function openDatasetShown(
  name: DatasetName,
  split: SplitName,
  options: DatasetOptions,
): Promise<OpenSplit> {
  return showing((onProgress) => openDataset(name, split, told(options, onProgress)));
}

/** As `loadZooModel`, telling on stderr what is downloaded. */
export function loadModelShown(
  model: string,
  weights: string | undefined,
  options: Parameters<typeof loadZooModel>[2],
): Promise<LoadedModel> {
  return showing((onProgress) => loadZooModel(model, weights, { ...options, onProgress }));
}

type OnProgress = DownloadProgress["onProgress"];

function told(options: DatasetOptions, onProgress: OnProgress): DatasetOptions {
  const onFallback = (why: Error): void => tell(fallbackNotice(why, options.offline));
  return { ...options, onProgress, onFallback };
}

async function showing<T>(load: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const { onProgress, end } = downloadProgress();
  try {
    return await load(onProgress);
  } finally {
    end();
  }
}
