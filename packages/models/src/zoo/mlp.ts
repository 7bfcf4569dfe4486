import type { Graph } from "../graph.js";
import { lowerSpec } from "../lower-spec.js";

/** 784-50-100-10 with sigmoid hidden layers, over pixels from 0 to 255: 45,360 parameters. */
export const mlp: Graph = /* @__PURE__ */ lowerSpec({
  id: "mlp",
  input: [784],
  image: [1, 28, 28],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "dense", units: 50, weight: "W1", bias: "b1" },
    { type: "activation", function: "sigmoid" },
    { type: "dense", units: 100, weight: "W2", bias: "b2" },
    { type: "activation", function: "sigmoid" },
    { type: "dense", units: 10, weight: "W3", bias: "b3" },
    { type: "activation", function: "softmax" },
  ],
});
