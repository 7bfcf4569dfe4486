import { operationOf, type Graph, type Layer, type ModelSpec, type Node } from "@evalpool/models";

/** The value that the first layer of a spec takes. */
const INPUT = "x";

/**
 * A graph as a spec, each node a layer with its inputs by name; with its weights as a model holds
 * them, whatever file they came from. Lowered, it is the same network.
 */
export function toSpec({ id, preprocess, input, nodes, output }: Graph): ModelSpec {
  const names = new Map([[input.value, INPUT]]);
  const taken = new Set([INPUT]);
  for (const [index, node] of nodes.entries()) {
    const wanted = [node.name, node.output, `${node.name}.${index}`];
    const name = wanted.find((text) => text !== "" && !taken.has(text)) ?? `layers.${index}.`;
    taken.add(name);
    names.set(node.output, name);
  }
  const nameOf = (value: string): string => names.get(value) ?? value;
  const { image, ...said } = preprocess;
  return {
    id,
    input: input.shape,
    ...(image && { image }),
    ...(Object.keys(said).length > 0 && { preprocess: said }),
    layers: nodes.map((node) => toLayer(node, nameOf)),
    output: nameOf(output),
  };
}

function toLayer(node: Node, nameOf: (value: string) => string): Layer {
  const { op, attributes, parameters } = node;
  const { layouts = {} } = operationOf(op);
  const layout = Object.keys(layouts).find((name) => layouts[name] === "canonical");
  const references = Object.entries(parameters).map(([role, { name }]) => [role, name]);
  const layer: unknown = {
    type: op,
    name: nameOf(node.output),
    inputs: node.inputs.map(nameOf),
    ...attributes,
    ...(Object.fromEntries(references) as Record<string, string>),
    ...(layout !== undefined && { layout }),
  };
  // Which attributes and roles it has depends on its type.
  return layer as Layer;
}
