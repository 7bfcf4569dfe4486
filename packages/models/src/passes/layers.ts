import type { Node, ParameterReference } from "../graph.js";
import type { FloatTensor, Model } from "../model.js";

/** An operation of weights and biases. */
export type Layer = Node<"dense"> | Node<"conv2d">;

export function isLayer(node: Node | undefined): node is Layer {
  return node?.op === "dense" || node?.op === "conv2d";
}

/** The weight of a layer. */
export function weightOf({ parameters }: Model, layer: Node): FloatTensor {
  const tensor = parameters.get(layer.parameters["weight"]?.name ?? "");
  if (tensor === undefined) throw new RangeError(`${layer.name} has no weight`);
  return tensor;
}

/** With other parameters for a node, under names that no checkpoint has. */
export function replaced(
  { graph, parameters }: Model,
  node: Node,
  tensors: Readonly<Record<string, FloatTensor>>,
): Model {
  const all = new Map(parameters);
  const references: Record<string, ParameterReference> = { ...node.parameters };
  for (const [role, tensor] of Object.entries(tensors)) {
    const name = `\0${node.output}.${role}`;
    all.set(name, tensor);
    references[role] = { name, stored: "canonical" };
  }
  const nodes = graph.nodes.map((one) => (one === node ? { ...one, parameters: references } : one));
  return { graph: { ...graph, nodes }, parameters: all };
}
