import type { Found } from "../format.js";
import type { ArrayPair } from "./array-pairs.js";
import { openOnlyArray } from "./open-only-array.js";
import { openPair } from "./open-pair.js";

/**
 * A data set of arrays, by split. Labels that lie in another file are the caller's.
 *
 * @param classNames where the data set says them
 */
export function foundPairs(
  pairs: ReadonlyMap<string, ArrayPair>,
  kind: string,
  classNames?: readonly string[],
): Found {
  return {
    splits: [...pairs.keys()],
    async open(split, options) {
      const pair = pairs.get(split);
      if (pair === undefined) throw new RangeError(`there is no split ${split}`);
      const images = await pair.images.open();
      const labels = await (pair.labels?.open() ?? openOnlyArray(options.labels ?? ""));
      const source = await openPair(images, labels, options, classNames);
      return { ...source, name: images.told, split, kind };
    },
  };
}
