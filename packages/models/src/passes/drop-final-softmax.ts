import type { Graph } from "../graph.js";

/**
 * Without the softmax that a network ends in: the graph of its logits. A softmax does not change
 * which class is largest, and belongs to the loss in training.
 */
export function dropFinalSoftmax(graph: Graph): Graph {
  const last = graph.nodes.find(({ output }) => output === graph.output);
  const [logits] = last?.inputs ?? [];
  if (last?.op !== "softmax" || logits === undefined) return graph;
  const isRead = graph.nodes.some(({ inputs }) => inputs.includes(graph.output));
  const nodes = isRead ? graph.nodes : graph.nodes.filter((node) => node !== last);
  return { ...graph, nodes, output: logits };
}
