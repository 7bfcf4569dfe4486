import {
  instanceOf,
  isObject,
  oneOf,
  requireArgument,
  text,
  wholeNumber,
  type Expectation,
  type Expectations,
} from "@evalpool/errors";
import type { LabelledImages } from "../labelled-images.js";

const someImages: Expectation = {
  expected: "labelled images { images, shape, labels }",
  isMet: isObject,
};

const length = wholeNumber(0);

const parts: Expectations<LabelledImages> = {
  images: instanceOf("a Uint8Array", Uint8Array),
  shape: {
    expected: "a shape [C, H, W]",
    isMet: (value) => Array.isArray(value) && value.length === 3 && value.every(length.isMet),
  },
  labels: {
    expected: "a Uint8Array or a Uint16Array",
    isMet: (value) => value instanceof Uint8Array || value instanceof Uint16Array,
  },
  classNames: {
    expected: "an array of names",
    isMet: (value) =>
      value === undefined ||
      (Array.isArray(value) && value.every((name) => typeof name === "string")),
  },
};

/**
 * For callers without types, who would find a file that nobody can read.
 *
 * @param caller the function that writes
 * @param place where to, by what its parameter is called
 * @throws {UsageError} that names what is not as expected
 */
export function requireWriting(
  caller: string,
  place: { readonly file: unknown } | { readonly directory: unknown },
  set: LabelledImages,
): void {
  for (const [kind, path] of Object.entries(place)) {
    requireArgument(`${caller}: ${kind}`, text(`the path of a ${kind}`), path);
  }
  requireArgument(caller, someImages, set);
  for (const [name, expectation] of Object.entries(parts)) {
    requireArgument(`${caller}: ${name}`, expectation, set[name as keyof LabelledImages]);
  }
}

/** For callers without types. @throws {UsageError} when it is no split that the file has a name for */
export function requireSplit(caller: string, splits: readonly string[], split: unknown): void {
  requireArgument(`${caller}: split`, oneOf(splits), split);
}
