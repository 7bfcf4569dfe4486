import { findSplit, openSplit, splitNames, toSource, type SplitName } from "@evalpool/mnist/node";
import type { Format } from "./format.js";

/** Two files, of images and of labels, named as MNIST's are. */
export const idx: Format = {
  name: "IDX files",
  find({ path, isDirectory }) {
    const isThere = (split: SplitName): boolean => {
      try {
        findSplit(split, { data: path });
        return true;
      } catch {
        return false;
      }
    };
    const splits = isDirectory ? splitNames.filter(isThere) : [];
    if (splits.length === 0) return Promise.resolve(undefined);
    return Promise.resolve({
      splits,
      async open(split, { classes = Infinity, memory, isRepeated, signal }) {
        const most = isRepeated ? memory : 0;
        return toSource(
          await openSplit(split as SplitName, { data: path, classes, memory: most, signal }),
        );
      },
    });
  },
};
