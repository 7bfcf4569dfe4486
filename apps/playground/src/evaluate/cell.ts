import { count } from "../components/numbers.js";

/** A cell of the confusion matrix: images of one label that were read as one class. */
export interface Cell {
  readonly label: number;
  readonly prediction: number;
}

/** `12 images: 4 read as 9` */
export function describeCell(
  { label, prediction }: Cell,
  images: number,
  names: readonly string[],
): string {
  return `${count(images, "image")}: ${names[label]} read as ${names[prediction]}`;
}

export function isSameCell(one: Cell | string | undefined, other: Cell): boolean {
  return (
    typeof one === "object" && one.label === other.label && one.prediction === other.prediction
  );
}
