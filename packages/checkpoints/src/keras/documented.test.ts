import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activationNames } from "./activations.js";
import { layerKinds } from "./layers/layers.js";

const page = readFileSync(new URL("../../../../docs/keras.md", import.meta.url), "utf8");
const [, layers = ""] = page.split("\n## Layers\n");

/** The first column of the table of layers. */
const cells = layers
  .split("\n## ")[0]!
  .split("\n")
  .filter((line) => line.startsWith("| ") || line.startsWith("|`"))
  .map((line) => line.split("|")[1]!);

test("the docs name the layers that are read, and no others", () => {
  const names = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  expect([...new Set(names)].toSorted()).toEqual([...layerKinds.keys()].toSorted());
});

test("the docs name the functions that are read, and no others", () => {
  const [, sentence = ""] = layers.split("layers may name are ");
  const names = sentence.split(". ")[0]!.matchAll(/`(\w+)`/g);
  expect([...names].map(([, name]) => name!).toSorted()).toEqual(activationNames);
});
