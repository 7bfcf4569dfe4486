import type { Preprocess } from "@evalpool/models";
import { expect, test } from "vitest";
import { preprocessText } from "./preprocess-text.js";

test.each<[Preprocess, string]>([
  [{}, ""],
  [{ scale: 1 }, ""],
  [{ scale: 1 / 255 }, "v/255"],
  [{ scale: 0.02 }, "v/50"],
  [{ scale: 0.3 }, "v·0.3"],
  [{ mean: [0.5] }, "v − 0.5"],
  [{ std: [58] }, "v/58"],
  [{ mean: [0, 0.5, 0.25] }, "v − [0, 0.5, 0.25]"],
  [{ std: [1, 2, 3] }, "v/[1, 2, 3]"],
  [{ scale: 1 / 255, mean: [0.1307], std: [0.3081] }, "(v/255 − 0.1307)/0.3081"],
  [{ scale: 1 / 255, mean: [0.485, 0.456, 0.406] }, "v/255 − [0.485, 0.456, 0.406]"],
  [
    { transpose: true, invert: true, channels: "gray" },
    "rows and columns swapped, inverted, made gray",
  ],
  [{ resize: { height: 32, width: 48 } }, "resized to 32×48"],
  [
    { resize: { height: 32, width: 48, crop: true }, scale: 1 / 255 },
    "resized to 32×48, cropped, v/255",
  ],
])("%j is told as %s", (preprocess, text) => {
  expect(preprocessText(preprocess)).toBe(text);
});
