import { tensor } from "@evalpool/tensor";
import { lowerSpec } from "../lower-spec.js";
import type { Model } from "../model.js";

/** The worked example of six layers, 5-8-7-5-4-4-2. */
export const sixLayer = (): Model => ({
  graph: lowerSpec({
    id: "six-layer",
    input: [5],
    layers: [
      { type: "dense", units: 8, weight: "W1", bias: "b1" },
      { type: "activation", function: "sigmoid" },
      { type: "dense", units: 7, weight: "W2", bias: "b2" },
      { type: "activation", function: "sigmoid" },
      { type: "dense", units: 5, weight: "W3", bias: "b3" },
      { type: "activation", function: "sigmoid" },
      { type: "dense", units: 4, weight: "W4", bias: "b4" },
      { type: "activation", function: "relu" },
      { type: "dense", units: 4, weight: "W5", bias: "b5" },
      { type: "activation", function: "relu" },
      { type: "dense", units: 2, weight: "W6", bias: "b6" },
      { type: "activation", function: "softmax" },
    ],
  }),
  parameters: new Map([
    [
      "W1",
      tensor([
        [0.1, 0.3, 0.5, 0.2, 0.4, 0.6, 0.3, 0.6],
        [0.2, 0.4, 0.6, 0.1, 0.3, 0.5, 0.2, 0.4],
        [-0.24, 0.46, 0.76, -0.31, 0.33, 0.54, 0.52, 0.44],
        [0.32, -0.44, 0.86, 0.16, -0.33, -0.51, 0.72, 0.84],
        [0.72, 0.43, -0.62, 0.18, 0.32, -0.52, 0.12, -0.41],
      ]),
    ],
    ["b1", tensor([0.1, 0.2, 0.3, 0.3, -0.3, 0.3, 0.2, 0.2])],
    [
      "W2",
      tensor([
        [0.1, 0.4, 0.2, 0.5, 0.3, 0.6, 0.3],
        [0.4, 0.2, 0.1, 0.5, 0.3, 0.6, 0.3],
        [0.2, 0.5, 0.4, 0.5, 0.1, 0.1, 0.3],
        [0.5, 0.3, 0.2, 0.5, 0.4, 0.4, 0.1],
        [0.3, 0.6, 0.5, 0.5, 0.2, 0.2, 0.4],
        [0.6, 0.3, 0.3, 0.5, 0.5, 0.5, 0.2],
        [0.3, 0.4, 0.6, 0.5, 0.3, 0.3, 0.5],
        [0.1, 0.4, 0.3, 0.5, 0.3, 0.6, 0.3],
      ]),
    ],
    ["b2", tensor([0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.1])],
    [
      "W3",
      tensor([
        [0.1, 0.3, 0.2, 0.4, 0.1],
        [0.3, 0.3, 0.3, 0.4, 0.9],
        [0.2, 0.3, 0.2, 0.4, 0.3],
        [0.4, 0.2, 0.2, 0.4, 0.2],
        [0.1, 0.4, 0.4, 0.3, 0.4],
        [0.9, 0.1, 0.2, 0.2, 0.9],
        [0.1, 0.3, 0.2, 0.4, 0.3],
      ]),
    ],
    ["b3", tensor([0.1, 0.1, 0.2, 0.2, 0.3])],
    [
      "W4",
      tensor([
        [0.1, 0.3, 0.2, 0.4],
        [0.3, 0.3, 0.3, 0.4],
        [0.2, 0.3, 0.2, 0.4],
        [0.4, 0.2, 0.2, 0.4],
        [0.1, 0.4, 0.4, 0.3],
      ]),
    ],
    ["b4", tensor([0.1, 0.1, 0.2, 0.2])],
    [
      "W5",
      tensor([
        [0.1, 0.3, 0.5, 0.2],
        [0.46, 0.76, -0.31, 0.33],
        [0.2, -0.62, 0.18, 0.32],
        [0.4, 0.43, -0.62, 0.4],
      ]),
    ],
    ["b5", tensor([0.1, 0.1, 0.2, 0.2])],
    [
      "W6",
      tensor([
        [0.1, 0.3],
        [0.76, -0.31],
        [0.18, 0.32],
        [-0.62, 0.4],
      ]),
    ],
    ["b6", tensor([0.1, 0.1])],
  ]),
});
