import type { Graph, Node, ParameterReference } from "./graph.js";
import { operationOf } from "./ops/ops.js";
import { completePreprocess } from "./said-preprocess.js";
import type { Layer, ModelSpec } from "./spec.js";

/** The graph of a list of layers: each takes what the one before it gives, unless it says otherwise. */
export function lowerSpec(spec: ModelSpec): Graph {
  const { id, input, image, preprocess: said, layers, output } = spec;
  let value = "x";
  const nodes = layers.map((layer, index): Node => {
    const name = layer.name ?? `layers.${index}`;
    const inputs = layer.inputs ?? [value];
    value = name;
    return { ...lowerLayer(layer), name, inputs, output: name };
  });
  const preprocess = { ...(image && { image }), ...(said && completePreprocess(said)) };
  return { id, preprocess, input: { value: "x", shape: input }, nodes, output: output ?? value };
}

/** What a layer says of its node, whose place says the rest. */
type LoweredLayer = DistributiveOmit<Node, "name" | "inputs" | "output">;

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

function lowerLayer(layer: Layer): LoweredLayer {
  if (layer.type === "activation") return { op: layer.function, attributes: {}, parameters: {} };
  const { type: op, layout } = layer;
  const operation = operationOf(op);
  const { roles, layouts = {} } = operation;
  const said = layer as unknown as Readonly<Record<string, unknown>>;
  const weightStored = layouts[layout ?? ""] ?? Object.values(layouts)[0] ?? "canonical";
  const parameters: Record<string, ParameterReference> = {};
  for (const role of Object.keys(roles)) {
    const name = said[role];
    if (typeof name !== "string") continue;
    parameters[role] = { name, stored: role === "weight" ? weightStored : "canonical" };
  }
  return { op, attributes: operation.complete(layer), parameters } as LoweredLayer;
}
