import type { Graph } from "../graph.js";

/** Without the nodes whose values lead nowhere. */
export function dropUnused(graph: Graph): Graph {
  const used = new Set([graph.output]);
  const nodes = graph.nodes.toReversed().filter(({ inputs, output }) => {
    if (!used.has(output)) return false;
    for (const input of inputs) used.add(input);
    return true;
  });
  return { ...graph, nodes: nodes.toReversed() };
}
