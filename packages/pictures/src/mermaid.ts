import type { Graph, Parameters } from "@evalpool/models";
import { neuronGraph, type NeuronGraph } from "./neuron-graph.js";
import {
  count,
  countOf,
  followersOf,
  formatWeight,
  givenName,
  settingsOf,
  shapeLabel,
  valueLabel,
} from "./labels.js";
import { requireGraph } from "./require-graph.js";
import { stagesOf } from "./stages.js";

/** A network as a Mermaid flowchart, neuron by neuron where it is small. */
export function networkToMermaid(graph: Graph, parameters?: Parameters): string {
  requireGraph("networkToMermaid", graph);
  const neurons = neuronGraph(graph, parameters);
  const lines = neurons ? neuronLines(neurons) : layerLines(graph);
  // What has many layers is read downwards.
  const direction = neurons ? "LR" : "TB";
  return [`flowchart ${direction}`, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

function neuronLines({ columns, edges }: NeuronGraph): string[] {
  const id = (column: number, neuron: number): string => `n${column}_${neuron}`;
  return [
    ...columns.flatMap(({ heading, notes, neurons }, c) => [
      `subgraph layer${c} [${label([heading, ...notes])}]`,
      ...neurons.map(({ name, bias, className }, i) => {
        const known = bias === undefined ? undefined : `b ${formatWeight(bias)}`;
        const texts = [name, className, known].filter((text) => text !== undefined);
        return `  ${id(c, i)}((${label(texts)}))`;
      }),
      "end",
    ]),
    ...edges.map(({ column, from, to, weight }) => {
      const text = weight === undefined ? "" : `|${label([formatWeight(weight)])}|`;
      return `${id(column - 1, from)} -->${text} ${id(column, to)}`;
    }),
  ];
}

function layerLines(graph: Graph): string[] {
  const input = ["input", `gives ${valueLabel(graph.input.shape)}`];
  const stages = stagesOf(graph).flatMap((stage, i) => {
    const trained = countOf(stage);
    const name = givenName(stage.node);
    const texts = [
      stage.node.op,
      ...(name === undefined ? [] : [name]),
      ...settingsOf(stage),
      ...stage.parameters.map(({ name, storedShape }) => `${name} ${shapeLabel(storedShape)}`),
      ...(trained > 0 ? [count(trained, "parameter")] : []),
      ...followersOf(stage),
      `gives ${valueLabel(stage.output)}`,
    ];
    // The input is n0.
    const edges = stage.from.map((from) => `n${from + 1} --> n${i + 1}`);
    return [`n${i + 1}[${label(texts)}]`, ...edges];
  });
  return [`n0[${label(input)}]`, ...stages];
}

/** A text that Mermaid takes as it is, whatever characters there are. */
function label(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    // All but letters, digits and what is harmless, by number, as Mermaid wants it: `#35;`.
    line.replace(/[^\p{L}\p{N} ,.()[\]_/·-]/gu, (char) => `#${char.codePointAt(0)};`),
  );
  return `"${escaped.join("<br>")}"`;
}
