import type { IndexedSource } from "@evalpool/data";
import { requireGateClasses, type Gate } from "@evalpool/evaluate";
import { classCount } from "@evalpool/models";
import type { AnyModel } from "../options.js";

/** What is evaluated, and on what, while they are loaded. */
interface Input {
  readonly model: Promise<AnyModel>;
  readonly dataset: Promise<IndexedSource>;
}

/**
 * The same, but that the data set fails with a `UsageError` where a gate is on a class that there
 * is not: before anything is evaluated.
 */
export function fitGates({ model, dataset }: Input, gates: readonly Gate[]): Input {
  const fitting = dataset.then(async (source) => {
    // Why there is no model is told by itself.
    const loaded = await model.catch(() => undefined);
    if (loaded !== undefined) requireGateClasses(gates, classesOf(loaded, source));
    return source;
  });
  return { model, dataset: fitting };
}

/** As a result has them: a data set's own names of classes go before the network's. */
function classesOf(
  model: AnyModel,
  { classes, classNames }: IndexedSource,
): Parameters<typeof requireGateClasses>[1] {
  if (!("graph" in model)) return { count: model.classes ?? classes, classNames };
  const { graph } = model;
  return { count: classCount(graph), classNames: classNames ?? graph.classNames };
}
