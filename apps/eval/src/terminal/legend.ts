import { entry } from "./entry.js";

/** What words of a listing mean, for whoever sees it the first time, in the order of the listing. */
export type Legend = Readonly<Record<string, string>>;

/** Of data sets. */
export const ofData: Legend = {
  images: "how many, channels if several, rows, columns; flattened: a row of numbers each",
  pixels:
    "what the numbers of an image are; 230 to 250: 20 of them, row after row, to hold " +
    "against what another program reads",
  labels: "the class of each image, by number",
  counts: "images of each class, from class 0 on",
  classes: "of each: its label, images, name",
  sha256: "of images and labels, decompressed: the same data have the same",
};

/** Of the table of a network's operations. */
export const ofNetwork: Legend = {
  inputs: "whose results it takes; else that of the row above",
  gives: "shape of its result for one image",
  params: "numbers of weights, biases and statistics",
  mults: "multiplications for one image",
  kernel:
    "what runs it; fused: along with another; in place: on what another gives; folded: in " +
    "weights or pixels; free, left out: nothing is to be done",
  memory: "of its result for one image, where that has a place of its own",
};

/** The words that are there, each with what it means. */
export function legendLines(legend: Legend, words: readonly string[], columns: number): string[] {
  const known = Object.entries(legend).filter(([word]) => words.includes(word));
  return known.flatMap(([word, meaning]) => entry(word, [meaning], columns));
}
