import { parameterCount, type Graph, type Parameters } from "@evalpool/models";
import { drawBlocks } from "./draw-blocks.js";
import { drawNeurons } from "./draw-neurons.js";
import { neuronGraph } from "./neuron-graph.js";
import { count, followersOf, valueLabel } from "./labels.js";
import { requireGraph } from "./require-graph.js";
import { stagesOf } from "./stages.js";
import type { Caption } from "./svg.js";

/** A network as SVG: neuron by neuron where that can be read, else layer by layer. */
export function drawNetwork(graph: Graph, parameters?: Parameters): string {
  requireGraph("drawNetwork", graph);
  const neurons = neuronGraph(graph, parameters);
  const caption = captionOf(graph);
  return neurons ? drawNeurons(neurons, caption) : drawBlocks(graph, parameters, caption);
}

function captionOf(graph: Graph): Caption {
  const stages = stagesOf(graph).map((stage, i) => {
    const { node, output, from } = stage;
    const done = [node.op, ...followersOf(stage)];
    const last = done.pop() ?? "";
    const all = done.length === 0 ? last : `${done.join(", ")} and ${last}`;
    const of = from.length === 1 && from[0] === i - 1 ? "" : ` of ${node.inputs.join(", ")}`;
    return `${all}${of} gives ${valueLabel(output)}`;
  });
  return {
    title: `${graph.id}: ${count(parameterCount(graph), "parameter")}`,
    description: [`input ${valueLabel(graph.input.shape)}`, ...stages].join("; "),
  };
}
