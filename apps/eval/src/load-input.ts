import type { IndexedSource } from "@evalpool/data";
import { openDataset } from "@evalpool/data/node";
import { loadGraph, type LoadedModel } from "@evalpool/checkpoints/node";
import { DamagedError, DataError, NotFoundError } from "@evalpool/errors";
import { classCount, requireFit, type Graph } from "@evalpool/models";
import { loadModelShown, openDatasetShown, type DatasetChoice } from "./loading.js";

/** Which model is evaluated. */
export interface ModelChoice {
  readonly model: string;
  readonly weights: string | undefined;
  readonly offline: boolean | undefined;
}

/** What is evaluated, and on what; each may fail by itself. */
interface Input {
  readonly model: Promise<LoadedModel>;
  readonly dataset: Promise<IndexedSource>;
}

/** Bytes of images that are held from one repetition to the next. */
const MOST_MEMORY = 100e6;

/** Loads a model and a data set, both at once. */
export function loadInput(
  { model, weights, offline }: ModelChoice,
  data: DatasetChoice,
  { repeat = 1, signal }: { repeat?: number | undefined; signal?: AbortSignal | undefined },
): Input {
  const loading = loadModelShown(model, weights, { offline, signal });
  // Where there is no such network, loading the model says so.
  const graph = loadGraph(model).catch(() => undefined);
  // Once through, it is faster to leave images in their file than to fill memory with them.
  const memory = repeat > 1 ? MOST_MEMORY : 0;
  const open = async (): Promise<IndexedSource> => {
    const choice = { ...data, model: loading, memory, signal };
    const network = await graph;
    // Nobody knows how many labels a network tells apart that cannot be read.
    if (network === undefined) return openDatasetShown({ ...choice, classes: Infinity });
    return openDatasetShown({ ...choice, classes: classCount(network) }).catch(
      async (error: unknown) => {
        await requireImagesFit(network, data, error);
        throw error;
      },
    );
  };
  return { model: loading, dataset: open() };
}

/** Images that a network does not take come before labels that it does not tell apart. */
async function requireImagesFit(
  graph: Graph,
  { dataset, split, data }: DatasetChoice,
  error: unknown,
): Promise<void> {
  const isThere = !(error instanceof NotFoundError || error instanceof DamagedError);
  if (!(error instanceof DataError) || !isThere) return;
  const options = { data, offline: true, classes: Infinity };
  // What else is wrong with it is told by the first error.
  const source = await openDataset(dataset, split, options).catch(() => undefined);
  if (source) requireFit(graph, `${source.name} ${source.split}`, source.format);
}
