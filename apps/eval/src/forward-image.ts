import type { ImageReader } from "@evalpool/data";
import { readImageFile } from "@evalpool/data/node";
import type { LoadedModel } from "@evalpool/checkpoints/node";
import { required } from "@evalpool/errors";
import { readInput } from "@evalpool/evaluate";
import { classCount, trace, type FloatTensor, type Graph } from "@evalpool/models";
import { nameClasses } from "@evalpool/metrics";
import { argmax } from "@evalpool/tensor";
import { loadModelShown, type DatasetChoice } from "./loading.js";
import { openLookup } from "./lookup/open-lookup.js";
import { readProbabilities } from "./lookup/read-probabilities.js";
import type { ModelChoice } from "./model-choice.js";
import { requireIndex } from "./require-index.js";
import { abridgedLines } from "./terminal/forward-lines.js";

/** Which image: one of a data set, by its index, or a picture file. */
export type ImageChoice = IndexedImage | { readonly file: string };

interface IndexedImage {
  readonly data: DatasetChoice;
  readonly index: number;
}

/**
 * Runs a network on an image that becomes its input as in an evaluation.
 *
 * @returns lines: every value, the class that is read with its probability, the label
 * @throws {UsageError} when the data set has no such image
 * @throws {DataError} when there is none to read, or it does not fit
 */
export async function forwardImage(
  { model: id, weights, output, preprocess, offline }: Omit<ModelChoice, "runtime">,
  choice: ImageChoice,
  signal: AbortSignal,
): Promise<string[]> {
  const model = await loadModelShown(id, weights, { output, preprocess, offline, signal });
  const { graph } = model;
  const classes = classCount(graph);
  const {
    x,
    label,
    classNames = graph.classNames,
  } = "file" in choice ? await readPicture(graph, choice.file) : await readIndexed(model, choice);
  const steps = trace(model, x);
  const names = nameClasses(classes, classNames);
  const readAs = `reads it as ${mostLikely(readProbabilities(graph, x, steps), names)}`;
  return [
    ...abridgedLines(graph, x, steps),
    label === undefined ? readAs : `${readAs}; its label is ${names[label] ?? label}`,
  ];
}

/** An image as the network takes it, and what is known of it. */
interface Example {
  readonly x: FloatTensor;
  readonly label?: number | undefined;
  readonly classNames?: readonly string[] | undefined;
}

async function readPicture(graph: Graph, file: string): Promise<Example> {
  const image = await readImageFile(file);
  const reader: ImageReader = {
    read: () => undefined,
    readEach: () => Promise.resolve([image]),
    [Symbol.dispose]: () => undefined,
  };
  return { x: await readInput(graph, undefined, reader, 0) };
}

async function readIndexed(model: LoadedModel, { data, index }: IndexedImage): Promise<Example> {
  using lookup = await openLookup(model, data);
  const { labels, classNames } = lookup.source;
  requireIndex(lookup.source, index, `--index ${index}`);
  return { x: await lookup.input(index), label: labels[index], classNames };
}

/** The class of the largest value, by name, with its probability: `7 (0.9998)`. */
function mostLikely(probabilities: Float64Array, names: readonly string[]): string {
  const best = argmax({ data: probabilities, shape: [probabilities.length] });
  const probability = required(probabilities[best], `probability ${best}`);
  return `${names[best] ?? best} (${probability.toFixed(4)})`;
}
