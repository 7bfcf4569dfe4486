import { tensor } from "@evalpool/tensor";
import { lowerSpec } from "../lower-spec.js";
import type { Model } from "../model.js";

/** The worked example of three layers, 2-3-2-2. */
export const threeLayer = (): Model => ({
  graph: lowerSpec({
    id: "three-layer",
    input: [2],
    layers: [
      { type: "dense", units: 3, weight: "W1", bias: "b1" },
      { type: "activation", function: "sigmoid" },
      { type: "dense", units: 2, weight: "W2", bias: "b2" },
      { type: "activation", function: "sigmoid" },
      { type: "dense", units: 2, weight: "W3", bias: "b3" },
      { type: "activation", function: "identity" },
    ],
  }),
  parameters: new Map([
    [
      "W1",
      tensor([
        [0.1, 0.3, 0.5],
        [0.2, 0.4, 0.6],
      ]),
    ],
    ["b1", tensor([0.1, 0.2, 0.3])],
    [
      "W2",
      tensor([
        [0.1, 0.4],
        [0.2, 0.5],
        [0.3, 0.6],
      ]),
    ],
    ["b2", tensor([0.1, 0.2])],
    [
      "W3",
      tensor([
        [0.1, 0.3],
        [0.2, 0.4],
      ]),
    ],
    ["b3", tensor([0.1, 0.2])],
  ]),
});
