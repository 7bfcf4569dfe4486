import type { IndexedSource } from "@evalpool/data";
import { openDataset } from "@evalpool/data/node";
import { DamagedError, DataError, NotFoundError } from "@evalpool/errors";
import type { Split } from "@evalpool/mnist/node";
import { classCount, requireFit, type Graph } from "@evalpool/models";
import { loadDatasetShown, openDatasetShown, type DatasetChoice } from "./loading.js";

/**
 * As `loadDatasetShown`, for a network: images that it does not take are told before labels that it
 * does not tell apart.
 *
 * @throws {DataError} when the data do not fit the network
 */
export function loadFitting(graph: Graph, choice: DatasetChoice): Promise<Split> {
  return load(graph, choice, loadDatasetShown);
}

/** As `openDatasetShown`, else as `loadFitting`. */
export function openFitting(graph: Graph, choice: DatasetChoice): Promise<IndexedSource> {
  return load(graph, choice, openDatasetShown);
}

async function load<Loaded extends Split | IndexedSource>(
  graph: Graph,
  choice: DatasetChoice,
  load: (choice: DatasetChoice) => Promise<Loaded>,
): Promise<Loaded> {
  const options = { ...choice, classes: classCount(graph) };
  const loaded = await load(options).catch(async (error: unknown) => {
    if (isOfContent(error)) await requireAnyFit(graph, choice);
    throw error;
  });
  requireImagesFit(graph, loaded);
  return loaded;
}

/** Whether there are data, with something wrong with them, as a label. */
function isOfContent(error: unknown): boolean {
  const isLack = error instanceof NotFoundError || error instanceof DamagedError;
  return error instanceof DataError && !isLack;
}

async function requireAnyFit(graph: Graph, choice: DatasetChoice): Promise<void> {
  const { dataset, split, noStandIn: _, model: __, ...how } = choice;
  const options = { ...how, offline: true, classes: Infinity };
  // What else is wrong with it has been told.
  const source = await openDataset(dataset, split, options).catch(() => undefined);
  if (source) requireImagesFit(graph, source);
}

function requireImagesFit(graph: Graph, loaded: Split | IndexedSource): void {
  const format = "handle" in loaded ? loaded.format : formatOf(loaded);
  // Images of several sizes are compared one by one, when they are read.
  if (format) requireFit(graph, `${loaded.name} ${loaded.split}`, format);
}

function formatOf({ images }: Split): { channels: number; height: number; width: number } {
  const [, height, width] = images.shape;
  return { channels: 1, height, width };
}
