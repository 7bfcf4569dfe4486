import type { Graph } from "../graph.js";
import { lowerSpec } from "../lower-spec.js";
import type { Layer } from "../spec.js";

/**
 * The convolutional network of "Deep Learning from Scratch", chapter 7: 30 filters of 5×5, a max
 * pool, and 100 hidden units.
 */
export const bookSimpleConvnet: Graph = /* @__PURE__ */ lowerSpec({
  id: "book-simple-convnet",
  input: [1, 28, 28],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "conv2d", filters: 30, kernel: 5, weight: "W1", bias: "b1" },
    { type: "relu" },
    { type: "maxPool2d", kernel: 2 },
    { type: "flatten" },
    { type: "dense", units: 100, weight: "W2", bias: "b2" },
    { type: "relu" },
    { type: "dense", units: 10, weight: "W3", bias: "b3" },
    { type: "softmax" },
  ],
});

/**
 * The deep one of chapter 8: six convolutions of 3×3, a max pool behind each second, and 50 hidden
 * units. It was trained with dropout of half, whose sum is kept the same in inference.
 */
export const bookDeepConvnet: Graph = /* @__PURE__ */ createDeepConvnet();

function createDeepConvnet(): Graph {
  return lowerSpec({
    id: "book-deep-convnet",
    input: [1, 28, 28],
    layers: [
      { type: "scale", divisor: 255 },
      ...convolution(1, 16, 1),
      ...convolution(2, 16, 1),
      { type: "maxPool2d", kernel: 2 },
      ...convolution(3, 32, 1),
      ...convolution(4, 32, 2),
      { type: "maxPool2d", kernel: 2 },
      ...convolution(5, 64, 1),
      ...convolution(6, 64, 1),
      { type: "maxPool2d", kernel: 2 },
      { type: "flatten" },
      { type: "dense", units: 50, weight: "W7", bias: "b7" },
      { type: "relu" },
      { type: "dropout", ratio: 0.5, scaling: "inference" },
      { type: "dense", units: 10, weight: "W8", bias: "b8" },
      { type: "dropout", ratio: 0.5, scaling: "inference" },
      { type: "softmax" },
    ],
  });
}

function convolution(index: number, filters: number, padding: number): Layer[] {
  const parameters = { weight: `W${index}`, bias: `b${index}` };
  return [{ type: "conv2d", filters, kernel: 3, padding, ...parameters }, { type: "relu" }];
}
