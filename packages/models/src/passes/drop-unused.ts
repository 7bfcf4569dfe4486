import type { Graph } from "../graph.js";
import type { Model } from "../model.js";
import type { Tell } from "./pass.js";

/** Without the nodes whose values lead nowhere. */
export function dropUnused(model: Model, tell?: Tell): Model {
  return { ...model, graph: withoutUnused(model.graph, tell) };
}

/** A graph of the nodes that its output depends on. */
export function withoutUnused(graph: Graph, tell?: Tell): Graph {
  const used = new Set([graph.output]);
  const nodes = graph.nodes.toReversed().filter(({ inputs, output }) => {
    if (!used.has(output)) {
      tell?.({ node: output, became: "left out" });
      return false;
    }
    for (const input of inputs) used.add(input);
    return true;
  });
  return { ...graph, nodes: nodes.toReversed() };
}
