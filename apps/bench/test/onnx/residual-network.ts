import { lowerSpec, type Graph, type Layer, type Shape } from "@evalpool/models";

/**
 * A small network of all that residual ones are made of: sums around blocks, with and without a
 * projection, a depthwise block, branches joined by their channels, and pools of every kind.
 */
export function residualNetwork(input: Shape): Graph {
  return lowerSpec({
    id: `residual-${input.join("x")}`,
    input,
    layers: [
      { type: "scale", divisor: 255 },
      ...convolution("stem", { filters: 8, kernel: 3, padding: 1 }),
      { type: "relu", name: "stem.out" },

      ...convolution("a.1", { filters: 8, kernel: 3, padding: 1 }),
      { type: "relu" },
      ...convolution("a.2", { filters: 8, kernel: 3, padding: 1 }),
      { type: "add", inputs: ["a.2", "stem.out"] },
      { type: "relu" },
      { type: "maxPool2d", kernel: 3, strides: 2, padding: 1, name: "pooled" },

      ...convolution("deep.1", { filters: 8, kernel: 3, padding: 1, groups: 8 }),
      { type: "clip", lower: 0, upper: 6 },
      ...convolution("deep.2", { filters: 24, kernel: 1 }),
      { type: "averagePool2d", inputs: ["pooled"], kernel: 3, strides: 1, padding: 1 },
      ...convolution("pool.1", { filters: 9, kernel: 1 }),
      ...convolution("wide.1", { filters: 6, kernel: 5, padding: 2, inputs: ["pooled"] }),
      { type: "concat", inputs: ["deep.2", "pool.1", "wide.1"] },
      { type: "relu", name: "joined" },

      ...convolution("b.1", { filters: 32, kernel: 3, strides: 2, padding: 1 }),
      { type: "leakyRelu", slope: 0.1 },
      ...convolution("b.2", { filters: 32, kernel: 3, padding: 1 }),
      ...convolution("b.side", { filters: 32, kernel: 1, strides: 2, inputs: ["joined"] }),
      { type: "add", inputs: ["b.2", "b.side"] },
      { type: "relu" },
      { type: "averagePool2d", kernel: 2 },
      { type: "globalAveragePool2d" },
      { type: "flatten" },
      { type: "dense", units: 10, weight: "fc.weight", bias: "fc.bias" },
      { type: "softmax" },
    ],
  });
}

/** A convolution without a bias, and the normalization that has one; named as what it gives. */
function convolution(
  name: string,
  { inputs, ...said }: Omit<Extract<Layer, { type: "conv2d" }>, "type" | "weight">,
): Layer[] {
  return [
    { type: "conv2d", weight: `${name}.weight`, ...said, ...(inputs && { inputs }) },
    {
      type: "batchNorm",
      name,
      scale: `${name}.scale`,
      bias: `${name}.bias`,
      mean: `${name}.mean`,
      variance: `${name}.variance`,
    },
  ];
}
