import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { classCount, requireFit, type Graph, type Model } from "@evalpool/models";
import { imageOf, type OwnPredictor } from "./own-predictor.js";

/**
 * Makes sure that a model can be evaluated on a data set: it takes such images, has a class for each
 * label, and as many images are there as labels. What is not there would be read as what is.
 *
 * @throws {DataError} that says what does not fit
 */
export function requireEvaluable(model: Model | OwnPredictor, source: IndexedSource): void {
  const { name, split, format, count, labels, handle } = source;
  const { channels, height, width, layout, element } = format;
  const refuse = (reason: string): never => {
    throw new DataError(`${name} ${split}`, reason);
  };
  const graph = "graph" in model ? model.graph : takerOf(model);
  requireFit(graph, `${name} ${split}`, format);
  if (element !== "uint8" || (layout !== "CHW" && channels > 1)) {
    refuse(`expected pixels of uint8, one channel after the other, got ${element} in ${layout}`);
  }
  // Code without types may give others, which threads would be sent as bytes.
  const isTyped = labels instanceof Uint8Array || labels instanceof Uint16Array;
  if (!isTyped) refuse(`expected labels in a Uint8Array or Uint16Array, got ${nameOf(labels)}`);
  if (!(handle instanceof Uint8Array || "file" in handle)) {
    refuse(`expected pixels in a Uint8Array, got ${nameOf(handle)}`);
  }
  const bytes = count * channels * height * width;
  if (handle instanceof Uint8Array && handle.length !== bytes) {
    refuse(`expected ${bytes} pixels for ${count} images, got ${handle.length}`);
  }
  if (labels.length !== count) refuse(`${labels.length} labels for ${count} images`);
  const classes = "graph" in model ? classCount(graph) : (model.classes ?? source.classes);
  const bad = labels.findIndex((label) => label >= classes);
  if (bad === -1) return;
  const got = `got ${labels[bad]} at index ${bad}`;
  refuse(`model ${graph.id} has ${classes} classes: expected labels below, ${got}`);
}

/** A network without nodes that takes such images. */
function takerOf({ id, input }: OwnPredictor): Graph {
  const image = imageOf(input);
  const taken = { value: "input", shape: image };
  return {
    id,
    preprocess: { ...input.preprocess, image },
    input: taken,
    nodes: [],
    output: "input",
  };
}

function nameOf(value: object): string {
  return value.constructor.name;
}
