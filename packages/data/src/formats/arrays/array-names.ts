import { splitCalled } from "../../split-names.js";

/** What an array is, by its name or that of its file. */
export interface ArrayName {
  readonly role: "images" | "labels";
  /** `test` where it is not said which it is. */
  readonly split: string;
  /** What else is in the name, as `kmnist`: those of one set have it in common. */
  readonly rest: string;
}

const imageWords = new Set(["x", "images", "image", "imgs", "img", "data", "pixels"]);
const labelWords = new Set(["y", "labels", "label", "targets", "target"]);

/**
 * What the words of a name say, in any order: `x_test`, `test_images`, `kmnist-test-imgs`, `trainX`;
 * `undefined` for a name without one for images or labels. With both, as `image_labels`, it is labels.
 */
export function parseArrayName(name: string): ArrayName | undefined {
  const spaced = name.replace(/([a-z])(?=[A-Z])/g, "$1_");
  const words = spaced.toLowerCase().split(/[-_. ]+/);
  const role = (["labels", "images"] as const).find((it) => words.some(isOf(it)));
  if (role === undefined) return undefined;
  const split = words.map(splitCalled).findLast((it) => it !== undefined) ?? "test";
  const isKnown = (word: string): boolean =>
    imageWords.has(word) || labelWords.has(word) || splitCalled(word) !== undefined;
  const rest = words.filter((word) => !isKnown(word)).join(" ");
  return { role, split, rest };
}

function isOf(role: ArrayName["role"]): (word: string) => boolean {
  return (word) => (role === "images" ? imageWords : labelWords).has(word);
}
