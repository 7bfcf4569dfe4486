import { expect, test } from "vitest";
import { imageAxes } from "./image-axes.js";

test.each([
  [[5, 28, 30], undefined, { channels: 1, height: 28, width: 30, layout: "CHW" }],
  [[5, 32, 30, 3], undefined, { channels: 3, height: 32, width: 30, layout: "HWC" }],
  [[5, 3, 32, 30], undefined, { channels: 3, height: 32, width: 30, layout: "CHW" }],
  [[5, 1, 28, 28], undefined, { channels: 1, height: 28, width: 28, layout: "CHW" }],
  [[5, 4, 28, 28], undefined, { channels: 4, height: 28, width: 28, layout: "CHW" }],
  // Either could be meant: the last is taken, unless the shape is said.
  [[5, 3, 8, 3], undefined, { channels: 3, height: 3, width: 8, layout: "HWC" }],
  [[5, 3, 8, 3], [3, 8, 3], { channels: 3, height: 8, width: 3, layout: "CHW" }],
  [[5, 12], [2, 6], { channels: 1, height: 2, width: 6, layout: "CHW" }],
  [[5, 12], [3, 2, 2], { channels: 3, height: 2, width: 2, layout: "CHW" }],
  [[5, 12], [2, 2, 3], { channels: 3, height: 2, width: 2, layout: "HWC" }],
  [[5, 32, 30, 3], [32, 30, 3], { channels: 3, height: 32, width: 30, layout: "HWC" }],
  [[5, 784], [28, 28, 1], { channels: 1, height: 28, width: 28, layout: "HWC" }],
])("images of shape %j, said to be %j", (shape, said, expected) => {
  expect(imageAxes(shape, "x", said)).toEqual(expected);
});

test.each([
  [[5, 784], undefined, /^x: expected images .*, got shape \(5,784\); .* --shape 28x28$/],
  [[5, 12], undefined, /--shape HxW$/],
  [[5, 12], [3, 3], /^x: expected --shape 3x3, got shape \(5,12\)$/],
  [[5, 28, 28], [28, 29], /^x: expected --shape 28x29, got shape \(5,28,28\)$/],
  [[5, 28, 28], [3, 28, 28], /^x: expected --shape 3x28x28/],
  [[5, 2, 28, 28], undefined, /of 1, 3 or 4 channels, got shape \(5,2,28,28\)$/],
  [[5, 1, 1, 28, 28], undefined, /got shape \(5,1,1,28,28\)$/],
])("shape %j, said to be %j, is refused", (shape, said, reason) => {
  expect(() => imageAxes(shape, "x", said)).toThrow(reason);
});
