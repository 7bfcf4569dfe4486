import { basename, dirname, join } from "node:path";
import { DataError } from "@evalpool/errors";
import { lookAt } from "../place.js";
import { parseArrayName } from "./arrays/array-names.js";
import { pairArrays, type ArrayPair, type NamedArray } from "./arrays/array-pairs.js";
import { foundPairs } from "./arrays/found-pairs.js";
import { noPair } from "./arrays/no-pair.js";
import { npzNames, openNpzArray } from "./arrays/npz-arrays.js";
import { openNpy } from "./arrays/open-npy.js";
import { openOnlyArray } from "./arrays/open-only-array.js";
import type { Format, Found, OpenOptions, Place } from "./format.js";

const NAME = "NumPy arrays";
const ENDING = /\.np[yz](?:\.gz)?$/i;

/**
 * Arrays that NumPy saved: images and labels in one NPZ file, as Keras' `mnist.npz` is, or in two
 * files, NPY or NPZ, as KMNIST's are. Names say which is which.
 */
export const numpy: Format = {
  name: NAME,
  async find(place, options) {
    if (place.isDirectory) return findInDirectory(place, options);
    if (place.kind?.id === "npy") return findByOneFile(place.path, options);
    if (place.kind?.id !== "npz") return undefined;
    if (place.isGzip) throw new DataError(place.path, "an NPZ file in gzip; gunzip it first");
    return findInNpz(place.path, options);
  },
};

async function findInDirectory(
  { path, names }: Place,
  options: OpenOptions,
): Promise<Found | undefined> {
  const pairs = pairArrays(arraysIn(path, names), path, options.labels === undefined);
  if (pairs.size > 0) return foundPairs(pairs, NAME);
  const [only, ...others] = names.filter((name) => /\.npz$/i.test(name));
  if (only === undefined || others.length > 0) return undefined;
  return findInNpz(join(path, only), options);
}

/** Files that have one array each, if their names say what that is. */
function arraysIn(directory: string, names: readonly string[]): NamedArray[] {
  return names
    .filter((name) => ENDING.test(name))
    .map((name) => {
      const file = join(directory, name);
      return { name: name.replace(ENDING, ""), file, open: () => openOnlyArray(file) };
    });
}

async function findInNpz(path: string, options: OpenOptions): Promise<Found> {
  const names = await npzNames(path);
  const needsLabels = options.labels === undefined;
  const arrays = names.map((name) => ({ name, open: () => openNpzArray(path, name) }));
  const pairs = pairArrays(arrays, path, needsLabels);
  if (pairs.size > 0) return foundPairs(pairs, NAME);
  const [first, second] = arrays;
  if (arrays.length === 1) return findByOneFile(path, options);
  // numpy.savez(file, images, labels)
  if (first?.name === "arr_0" && second?.name === "arr_1" && needsLabels && arrays.length === 2) {
    return foundPairs(new Map([["test", { images: first, labels: second }]]), NAME);
  }
  throw noPair(path, names, "x_test and y_test");
}

/** Images in a file by themselves, whose labels are the caller's or lie beside it. */
async function findByOneFile(path: string, options: OpenOptions): Promise<Found> {
  const said = parseArrayName(basename(path).replace(ENDING, ""));
  const open = (): ReturnType<typeof openNpy> => openOnlyArray(path);
  if (options.labels !== undefined) {
    const images = { name: basename(path), open };
    return foundPairs(new Map([[said?.split ?? "test", { images }]]), NAME);
  }
  const pair = said && (await pairBeside(path, said.rest));
  if (pair) return foundPairs(new Map([[said.split, pair]]), NAME);
  if (said?.role === "labels") {
    throw new DataError(path, "these are labels by its name; give the file of the images");
  }
  const example = "x_test.npy and y_test.npy";
  throw new DataError(
    path,
    `one array, and no labels beside it that its name tells of, as ${example}; ` +
      "--labels FILE says where they are",
  );
}

async function pairBeside(path: string, rest: string): Promise<ArrayPair | undefined> {
  const directory = dirname(path);
  const { names } = await lookAt(directory);
  const same = arraysIn(directory, names).filter(({ name }) => parseArrayName(name)?.rest === rest);
  const pairs = pairArrays(same, directory, true);
  return [...pairs.values()].find(({ images }) => basename(images.file ?? "") === basename(path));
}
