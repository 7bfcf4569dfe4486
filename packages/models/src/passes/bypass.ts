import type { Graph, Node } from "../graph.js";

/** Without a node of one input, which takes the place of its output. */
export function bypass(graph: Graph, bypassed: Node): Graph {
  const [input] = bypassed.inputs;
  if (input === undefined) throw new RangeError(`${bypassed.name} has no input`);
  const instead = (value: string): string => (value === bypassed.output ? input : value);
  return {
    ...graph,
    nodes: graph.nodes
      .filter((node) => node !== bypassed)
      .map((node) => ({ ...node, inputs: node.inputs.map(instead) })),
    output: instead(graph.output),
  };
}
