import type { Graph, Node, ParameterReference, Stored } from "./graph.js";
import type { Layer, ModelSpec } from "./spec.js";

/** The graph of a chain of layers: each takes what the one before it gives. */
export function lowerSpec({ id, input, image, layers }: ModelSpec): Graph {
  let value = "x";
  const nodes = layers.map((layer, index): Node => {
    const name = `layers.${index}`;
    const node = { ...lowerLayer(layer), name, inputs: [value], output: name };
    value = node.output;
    return node;
  });
  const preprocess = { divisor: 1, ...(image && { image }) };
  return { id, preprocess, input: { value: "x", shape: input }, nodes, output: value };
}

/** What a layer says of its node, whose place in the chain says the rest. */
type LoweredLayer = DistributiveOmit<Node, "name" | "inputs" | "output">;

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

function lowerLayer(layer: Layer): LoweredLayer {
  switch (layer.type) {
    case "scale":
      return { op: "scale", attributes: { divisor: layer.divisor }, parameters: {} };
    case "flatten":
      return { op: "flatten", attributes: {}, parameters: {} };
    case "dense": {
      const stored: Stored = layer.layout === "out,in" ? "transposed" : "canonical";
      const weight: ParameterReference = { name: layer.weight, stored };
      const bias: ParameterReference = { name: layer.bias, stored: "canonical" };
      return { op: "dense", attributes: { units: layer.units }, parameters: { weight, bias } };
    }
    case "activation":
      return { op: layer.function, attributes: {}, parameters: {} };
  }
}
