import { expect, test } from "vitest";
import { didYouMean } from "./nearest.js";

const models = ["mlp", "book-mlp", "three-layer", "six-layer"];

test.each([
  ["mpl", models, "mlp"],
  ["MLP", models, "mlp"],
  ["mlp2", models, "mlp"],
  ["sixlayer", models, "six-layer"],
  ["tset", ["test", "train"], "test"],
  ["wsam", ["auto", "wasm", "reference"], "wasm"],
  ["fashion", ["auto", "mnist", "fashion-mnist"], "fashion-mnist"],
])("of %s it says %j is nearest", (typed, names, meant) => {
  expect(didYouMean(typed, names)).toBe(` Did you mean ${meant}?`);
});

// Of "auto", each of these shares a letter or none.
test.each(["gpu", "cuda", "x", "", "a".repeat(50), "webgpu"])("of %j nothing is near", (typed) => {
  expect(didYouMean(typed, ["auto", "wasm", "reference"])).toBe("");
});

test("at half of the letters it ends, however long the name", () => {
  const name = "abcdefghij".repeat(6);
  expect(didYouMean("0".repeat(30) + name.slice(30), [name])).not.toBe("");
  expect(didYouMean("0".repeat(31) + name.slice(31), [name])).toBe("");
});
