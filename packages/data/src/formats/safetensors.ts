import { DataError, shorten } from "@evalpool/errors";
import { pairArrays } from "./arrays/array-pairs.js";
import { foundPairs } from "./arrays/found-pairs.js";
import { noPair } from "./arrays/no-pair.js";
import { safetensorsHeader, tensorArray } from "./arrays/safetensors-arrays.js";
import type { Format } from "./format.js";

const NAME = "a safetensors file";

/** The note in which names of classes are, as a JSON list. */
export const CLASS_NAMES = "classNames";

/** Tensors in one safetensors file, named as arrays of NumPy are: `images` and `labels`. */
export const safetensors: Format = {
  name: NAME,
  async find({ path, kind, isGzip }, { labels }) {
    if (kind?.id !== "safetensors" || isGzip) return undefined;
    const { entries, notes } = await safetensorsHeader(path);
    const arrays = entries.map((entry) => ({
      name: entry.name,
      open: () => Promise.resolve(tensorArray(path, entry)),
    }));
    const pairs = pairArrays(arrays, path, labels === undefined);
    if (pairs.size > 0) return foundPairs(pairs, NAME, classNamesIn(notes.get(CLASS_NAMES), path));
    throw noPair(
      path,
      entries.map(({ name }) => name),
      "images and labels",
    );
  },
};

function classNamesIn(note: string | undefined, file: string): readonly string[] | undefined {
  if (note === undefined) return undefined;
  try {
    const names: unknown = JSON.parse(note);
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  } catch {
    // What is no JSON is told as what is no list.
  }
  throw new DataError(
    file,
    `${CLASS_NAMES}: expected a JSON list of strings, got ${shorten(note, 60)}`,
  );
}
