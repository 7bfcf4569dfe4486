import { splitCalled } from "../../split-names.js";

/** What the name of an IDX file says. */
export interface IdxName {
  readonly holds: "images" | "labels";
  /** What is left of it, the same for the images and the labels of a split. */
  readonly pair: string;
  /** Where it says so. */
  readonly split?: string;
}

/** `.gz`, and how names end that say what kind of array it is: `-idx3-ubyte`, `.idx`, `-ubyte`. */
const ENDING =
  /(?:[-._ ]idx\d?(?:[-._ ]?(?:u?byte|short|int|float|double))?|[-._ ]ubyte)(?:\.gz)?$/i;

/**
 * Reads the names that are in use: MNIST's `t10k-images-idx3-ubyte`, with a dot in place of a hyphen,
 * with a prefix as EMNIST's and QMNIST's, `test` in place of `t10k`, `.gz` or not.
 *
 * @returns `undefined` where a name is of another kind
 */
export function parseIdxName(name: string): IdxName | undefined {
  const ending = ENDING.exec(name);
  const [, before, word, after] =
    /^(.*?)(images?|imgs?|labels?)(.*)$/i.exec(name.slice(0, ending?.index ?? 0)) ?? [];
  if (before === undefined || word === undefined || after === undefined) return undefined;
  const pair = `${before}*${after}`;
  const words = pair.split(/[^a-z\d]+/i);
  const split = words.map(splitCalled).find((it) => it !== undefined);
  const holds = /^l/i.test(word) ? "labels" : "images";
  return { holds, pair, ...(split && { split }) };
}
