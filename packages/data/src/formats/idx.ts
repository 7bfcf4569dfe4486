import { basename } from "node:path";
import type { Format } from "./format.js";
import { findBeside } from "./idx/find-beside.js";
import { findInDirectory, type FilesOfSplit } from "./idx/find-in-directory.js";
import { parseIdxName } from "./idx/idx-name.js";
import { openIdxPair } from "./idx/open-idx-pair.js";

/** Two files, of images and of labels, that are named alike. */
export const idx: Format = {
  name: "IDX files",
  find({ path, isDirectory, names, kind }) {
    const files = isDirectory
      ? findInDirectory(path, names)
      : kind?.id === "idx"
        ? ofFile(path)
        : undefined;
    if (files === undefined || files.size === 0) return Promise.resolve(undefined);
    return Promise.resolve({
      splits: [...files.keys()],
      async open(split, options) {
        const filesOf = files.get(split) ?? (() => findBeside(path, options.labels));
        const source = await openIdxPair(filesOf(options.labels), options);
        return { ...source, name: basename(path), split };
      },
    });
  },
};

function ofFile(path: string): Map<string, FilesOfSplit> {
  const split = parseIdxName(basename(path))?.split ?? "test";
  return new Map([[split, (labels) => findBeside(path, labels)]]);
}
