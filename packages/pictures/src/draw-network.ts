import { parameterCount, type ModelSpec, type Parameters } from "@evalpool/models";
import { drawBlocks } from "./draw-blocks.js";
import { drawNeurons } from "./draw-neurons.js";
import { neuronGraph } from "./neuron-graph.js";
import { count, formatShape, stagesOf } from "./stages.js";
import type { Caption } from "./svg.js";

/** A network as SVG: neuron by neuron where that can be read, else layer by layer. */
export function drawNetwork(spec: ModelSpec, parameters?: Parameters): string {
  const graph = neuronGraph(spec, parameters);
  const caption = captionOf(spec);
  return graph ? drawNeurons(graph, caption) : drawBlocks(spec, parameters, caption);
}

function captionOf(spec: ModelSpec): Caption {
  const stages = stagesOf(spec).map(({ layer, activation, output }) => {
    const followed = activation === undefined ? "" : ` and ${activation}`;
    return `${layer.type}${followed} gives ${formatShape(output)}`;
  });
  return {
    title: `${spec.id}: ${count(parameterCount(spec), "parameter")}`,
    description: [`input ${formatShape(spec.input)}`, ...stages].join("; "),
  };
}
