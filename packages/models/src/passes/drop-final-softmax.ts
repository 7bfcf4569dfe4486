import type { Graph } from "../graph.js";
import type { Model } from "../model.js";
import type { Tell } from "./pass.js";

/**
 * Without the softmax, or its logarithm, that a network ends in: the model of its logits. A softmax
 * does not change which class is largest, and belongs to the loss in training.
 */
export function dropFinalSoftmax(model: Model, tell?: Tell): Model {
  const graph = logitsOf(model.graph);
  const kept = new Set(graph.nodes);
  for (const node of model.graph.nodes) {
    if (!kept.has(node)) tell?.({ node: node.output, became: "left out" });
  }
  return { ...model, graph };
}

/** The graph of what a network gives before a final softmax. */
export function logitsOf(graph: Graph): Graph {
  const last = graph.nodes.find(({ output }) => output === graph.output);
  const [logits] = last?.inputs ?? [];
  const isSoftmax = last?.op === "softmax" || last?.op === "logSoftmax";
  if (!isSoftmax || logits === undefined) return graph;
  const isRead = graph.nodes.some(({ inputs }) => inputs.includes(graph.output));
  const nodes = isRead ? graph.nodes : graph.nodes.filter((node) => node !== last);
  return { ...graph, nodes, output: logits };
}
