import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { classCount, requireFit, type Model } from "@evalpool/models";

/**
 * Makes sure that a model can be evaluated on a data set: it takes such images, has a class for each
 * label, and as many images are there as labels. What is not there would be read as what is.
 *
 * @throws {DataError} that says what does not fit
 */
export function requireEvaluable({ graph }: Model, source: IndexedSource): void {
  const { name, split, format, count, labels, handle } = source;
  const { channels, height, width, layout, element } = format;
  const refuse = (reason: string): never => {
    throw new DataError(`${name} ${split}`, reason);
  };
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
  const classes = classCount(graph);
  const bad = labels.findIndex((label) => label >= classes);
  if (bad === -1) return;
  const got = `got ${labels[bad]} at index ${bad}`;
  refuse(`model ${graph.id} has ${classes} classes: expected labels below, ${got}`);
}

function nameOf(value: object): string {
  return value.constructor.name;
}
