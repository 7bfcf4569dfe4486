import type { IndexedSource } from "@evalpool/data";
import { loadGraph, type LoadedModel } from "@evalpool/checkpoints/node";
import { zoo } from "@evalpool/models";
import type { AnyModel } from "./options.js";
import type { ModelChoice } from "./model-choice.js";
import { openFitting } from "./load-fitting.js";
import { tellOfLabels } from "./tell-of-labels.js";
import { loadModelShown, openDatasetShown, type DatasetChoice } from "./loading.js";

/** What is evaluated, and on what; each may fail by itself. */
interface Input {
  readonly model: Promise<AnyModel>;
  readonly dataset: Promise<IndexedSource>;
}

/** Loads a model and a data set, both at once. */
export function loadInput(
  choice: ModelChoice,
  data: DatasetChoice,
  { repeat = 1, signal }: { repeat?: number | undefined; signal?: AbortSignal | undefined },
): Input {
  const { model, output, preprocess } = choice;
  const { own, loading } = startLoading(choice, signal);
  // Where there is no such network, loading the model says so; one that comes with its weights is
  // not read twice.
  const network = isAlone(model)
    ? loadGraph(model, { output, preprocess, signal })
    : own.then(({ graph }) => graph);
  const graph = network.catch(() => undefined);
  // Once through, it is faster to leave images in their file than to fill memory with them.
  const isRepeated = repeat > 1;
  const open = async (): Promise<IndexedSource> => {
    const choice = { ...data, model: loading, isRepeated, signal };
    const network = await graph;
    // Nobody knows how many labels a network tells apart that cannot be read.
    if (network === undefined) return openDatasetShown({ ...choice, classes: Infinity });
    const source = await openFitting(network, choice);
    if (data.data !== undefined) {
      tellOfLabels(source, (data.classNames ?? network.classNames) !== undefined);
    }
    return source;
  };
  return { model: loading, dataset: open() };
}

/** Loads a model alone, for whatever is to run it. */
export function loadChosen(choice: ModelChoice, signal?: AbortSignal): Promise<AnyModel> {
  return startLoading(choice, signal).loading;
}

/** Loads a model: for own kernels, and for what is to run it, which may be the same. */
function startLoading(
  choice: ModelChoice,
  signal: AbortSignal | undefined,
): { readonly own: Promise<LoadedModel>; readonly loading: Promise<AnyModel> } {
  const { model, weights, output, preprocess, offline, runtime } = choice;
  const own = loadModelShown(model, weights, { output, preprocess, signal, offline });
  const isOwn = runtime === "own" || (runtime === "auto" && isAlone(model));
  return { own, loading: isOwn ? own : onRuntime(choice, own) };
}

/** Whether a network comes without its weights. */
function isAlone(model: string): boolean {
  return zoo.has(model) || model.endsWith(".json");
}

/** What it takes is loaded where there is something to choose. */
async function onRuntime(choice: ModelChoice, own: Promise<LoadedModel>): Promise<AnyModel> {
  // Told by whoever takes it.
  own.catch(() => undefined);
  const { loadOnRuntime } = await import("./predict/load-on-runtime.js");
  return loadOnRuntime(choice, own);
}
