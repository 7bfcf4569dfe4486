import type { IndexedSource } from "@evalpool/data";
import type { Evaluator, RunIdentity } from "@evalpool/evaluate";
import { canonicalForm } from "@evalpool/models";
import type { AnyModel } from "../options.js";
import { sha256Of } from "../sha256-of.js";

/**
 * What an evaluator's run is of, whatever machine it is on: where all of it is equal, parts are of
 * one run. Takes a probe of the kernels.
 *
 * @throws as `Evaluator.run` does
 */
export async function identityOf(evaluator: Evaluator<AnyModel>): Promise<RunIdentity> {
  const { model, dataset, images, classes, corruption, config } = evaluator;
  return {
    ...digestsOf(model),
    images: dataset.digest.parts.images,
    labels: digestOfLabels(dataset.labels),
    format: formatOf(dataset),
    total: images,
    classes,
    corruption: corruption
      ? `${corruption.name}:${corruption.severity} seed ${corruption.seed}`
      : "none",
    kernels: kernelsOf(model, config.backend),
    exact: config.exact ?? false,
    rounding: sha256Of([JSON.stringify(await evaluator.probe())]),
  };
}

/** The network's, and apart from it its weights'. */
function digestsOf(model: AnyModel): Pick<RunIdentity, "graph" | "weights"> {
  if (!("graph" in model)) {
    // Another program reads its file: nobody here knows which of it is the network.
    const { input, gives, checkpoint } = model;
    const file = checkpoint?.sha256 ?? sha256Of([model.id]);
    return { graph: sha256Of([JSON.stringify({ input, gives, file })]), weights: file };
  }
  const [graph = new Uint8Array(), ...weights] = canonicalForm(model);
  return { graph: sha256Of([graph]), weights: sha256Of(weights) };
}

/** Of labels as they are counted: the same for 8 and 16 bits, and for any order of bytes. */
function digestOfLabels(labels: IndexedSource["labels"]): string {
  const bytes = new Uint8Array(2 * labels.length);
  const view = new DataView(bytes.buffer);
  for (const [i, label] of labels.entries()) view.setUint16(2 * i, label, true);
  return sha256Of([bytes]);
}

function formatOf({ format, kind }: IndexedSource): string {
  if (format === undefined) return `each of its own size${kind === undefined ? "" : `, ${kind}`}`;
  const { channels, height, width, layout, element, isTransposed = false } = format;
  const order = channels === 1 ? "" : ` ${layout}`;
  return `${element} ${channels}x${height}x${width}${order}${isTransposed ? " transposed" : ""}`;
}

/** Kernels whose vectors the engine pairs do the same sums; what tells others apart is the probe. */
function kernelsOf(model: AnyModel, backend: string): string {
  if ("graph" in model) return backend.replace(/-wide$/, "");
  const { name, version } = model.runtime;
  return version === undefined ? name : `${name} ${version}`;
}
