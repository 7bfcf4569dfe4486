import { cifarSets } from "./cifar-sets.js";
import { emnist } from "./emnist.js";
import { mnistC } from "./mnist-c.js";
import { others } from "./others.js";
import type { PublishedSet } from "./published-set.js";

/** The data sets known by name, beside those whose files are named as MNIST's. */
export const publishedSets: readonly PublishedSet[] = [
  ...others,
  ...emnist,
  ...cifarSets,
  ...mnistC,
];

/** One of `publishedSets` by its name. */
export function findPublished(name: string): PublishedSet | undefined {
  return publishedSets.find((set) => set.name === name);
}
