import { basename } from "node:path";
import { cifarFile, cifarIn } from "./cifar/find-cifar.js";
import { openCifar } from "./cifar/open-cifar.js";
import type { Format } from "./format.js";

/** Records of labels and planes: the binary versions of CIFAR-10 and CIFAR-100. */
export const cifar: Format = {
  name: "CIFAR records",
  async find(place) {
    const { path, isDirectory, names } = place;
    const found = isDirectory ? cifarIn(path, names) : await cifarFile(place);
    if (found === undefined) return undefined;
    const { kind, splits } = found;
    return {
      splits: [...splits.keys()],
      async open(split, options) {
        const source = await openCifar(kind, splits.get(split) ?? [], options);
        return { ...source, name: basename(path), split };
      },
    };
  },
};
