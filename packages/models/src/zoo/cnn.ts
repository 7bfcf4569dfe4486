import type { Graph } from "../graph.js";
import { lowerSpec } from "../lower-spec.js";
import type { Layer } from "../spec.js";

/**
 * Five convolutions with batch norm, a max pool behind the first, third and fifth, and one dense
 * layer, over pixels from 0 to 255: 72,922 parameters, of which 416 are running statistics. The first
 * sees 5×5 pixels and the others 3×3. Parameters are named as PyTorch names them.
 */
export const cnn: Graph = /* @__PURE__ */ createCnn();

function createCnn(): Graph {
  return lowerSpec({
    id: "cnn",
    input: [1, 28, 28],
    layers: [
      { type: "scale", divisor: 255 },
      ...convolution(1, 16, { kernel: 5 }),
      { type: "maxPool2d", kernel: 2 },
      ...convolution(2, 32, { padding: 1 }),
      ...convolution(3, 32, { padding: 1 }),
      { type: "maxPool2d", kernel: 2 },
      ...convolution(4, 64, { padding: 1 }),
      ...convolution(5, 64, {}),
      { type: "maxPool2d", kernel: 2 },
      { type: "flatten" },
      { type: "dense", units: 10, weight: "fc.weight", bias: "fc.bias", layout: "out,in" },
      { type: "softmax" },
    ],
  });
}

/** Its bias would be taken off again by the batch norm. */
function convolution(
  index: number,
  filters: number,
  window: { readonly kernel?: number; readonly padding?: number },
): Layer[] {
  const norm = `bn${index}`;
  return [
    { type: "conv2d", filters, kernel: 3, ...window, weight: `conv${index}.weight` },
    {
      type: "batchNorm",
      scale: `${norm}.weight`,
      bias: `${norm}.bias`,
      mean: `${norm}.running_mean`,
      variance: `${norm}.running_var`,
    },
    { type: "relu" },
  ];
}
