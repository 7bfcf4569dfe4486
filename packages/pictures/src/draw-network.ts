import { parameterCount, type Graph, type Parameters } from "@evalpool/models";
import { drawBlocks } from "./draw-blocks.js";
import { drawNeurons } from "./draw-neurons.js";
import { neuronGraph } from "./neuron-graph.js";
import { count, shapeLabel, stagesOf } from "./stages.js";
import type { Caption } from "./svg.js";

/** A network as SVG: neuron by neuron where that can be read, else layer by layer. */
export function drawNetwork(graph: Graph, parameters?: Parameters): string {
  const neurons = neuronGraph(graph, parameters);
  const caption = captionOf(graph);
  return neurons ? drawNeurons(neurons, caption) : drawBlocks(graph, parameters, caption);
}

function captionOf(graph: Graph): Caption {
  const stages = stagesOf(graph).map(({ node, activation, output }) => {
    const followed = activation === undefined ? "" : ` and ${activation}`;
    return `${node.op}${followed} gives ${shapeLabel(output)}`;
  });
  return {
    title: `${graph.id}: ${count(parameterCount(graph), "parameter")}`,
    description: [`input ${shapeLabel(graph.input.shape)}`, ...stages].join("; "),
  };
}
