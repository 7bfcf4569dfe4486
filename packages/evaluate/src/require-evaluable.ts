import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { requireFit, type Model } from "@evalpool/models";
import type { OwnPredictor } from "./own-predictor.js";
import { requireClasses } from "./require-classes.js";
import { requireFloats } from "./require-floats.js";
import { takerOf } from "./taker-of.js";

/**
 * Makes sure that a model can be evaluated on a data set: it takes such images, has a class for each
 * label, and as many images are there as labels. What is not there would be read as what is.
 *
 * @throws {DataError} that says what does not fit
 */
export function requireEvaluable(
  model: Model | OwnPredictor,
  source: IndexedSource,
  corruption?: Corruption,
): void {
  const { name, split, format, count, labels, handle } = source;
  const refuse = (reason: string): never => {
    throw new DataError(`${name} ${split}`, reason);
  };
  // Of images of several sizes each is compared when it is read.
  if (format) requireFit(takerOf(model), `${name} ${split}`, format);
  if (format?.element === "float32") requireFloats(model, `${name} ${split}`, format);
  if (format?.element === "float32" && corruption) {
    refuse("pixels are floats, and only bytes can be corrupted; save them as bytes from 0 to 255");
  }
  // Code without types may give others, which threads would be sent as bytes.
  const isTyped = labels instanceof Uint8Array || labels instanceof Uint16Array;
  if (!isTyped) refuse(`expected labels in a Uint8Array or Uint16Array, got ${nameOf(labels)}`);
  if (!(handle instanceof Uint8Array || "kind" in handle)) {
    refuse(`expected pixels in a Uint8Array, got ${nameOf(handle)}`);
  }
  if (handle instanceof Uint8Array) {
    if (format === undefined) return refuse("expected a format of the pixels");
    const { channels, height, width, element } = format;
    const bytes = count * channels * height * width * (element === "uint8" ? 1 : 4);
    if (handle.length !== bytes) {
      refuse(`expected ${bytes} pixels for ${count} images, got ${handle.length}`);
    }
  }
  if (labels.length !== count) refuse(`${labels.length} labels for ${count} images`);
  requireClasses(model, source);
}

function nameOf(value: object): string {
  return value.constructor.name;
}
