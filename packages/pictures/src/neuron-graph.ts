import type { Graph, OpName, Parameters } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { followersOf, settingsOf } from "./labels.js";
import { isChain, stagesOf, type Stage } from "./stages.js";

interface Neuron {
  readonly name: string;
  /** What the class is called that an output is of, where the network has names. */
  readonly className?: string;
  /** Where weights are known. */
  readonly bias?: number;
}

export interface Column {
  readonly heading: string;
  /** What is done to what the neurons hold: the activation function, a scale. */
  readonly notes: readonly string[];
  readonly neurons: readonly Neuron[];
  /** Names and shapes of the weights that lead here. */
  readonly stage?: Stage;
}

/** A weight between a neuron and one of the next column. */
export interface Edge {
  /** With its place in the checkpoint: `W1[0,2]`. */
  readonly name: string;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  /** Where weights are known. */
  readonly weight?: number;
}

export interface NeuronGraph {
  readonly columns: readonly Column[];
  readonly edges: readonly Edge[];
}

/** What can be drawn neuron by neuron with a number at every edge. */
const MOST = { neurons: 10, columns: 8 } as const;

/** A network of dense layers, neuron by neuron; `undefined` when it is too large or of other layers. */
export function neuronGraph(graph: Graph, parameters?: Parameters): NeuronGraph | undefined {
  const inputs = size(graph.input.shape);
  if (inputs > MOST.neurons) return undefined;
  let last: Column = { heading: "input", notes: [], neurons: neurons("x", inputs) };
  const columns: Column[] = [];
  const edges: Edge[] = [];
  const stages = stagesOf(graph);
  if (!isChain(stages)) return undefined;
  for (const stage of stages) {
    const before = last;
    // Before there is an edge for each pair of neurons.
    if (size(stage.output) > MOST.neurons) return undefined;
    if (stage.node.op === "dense") {
      const { units } = stage.node.attributes;
      const { weight, bias } = stage.node.parameters;
      const column = columns.push(before);
      const biases = parameters?.get(bias?.name ?? "")?.data;
      const weights = parameters?.get(weight?.name ?? "")?.data;
      last = {
        heading: `layer ${column}`,
        notes: followersOf(stage),
        neurons: neurons("z", units, biases),
        stage,
      };
      for (const from of before.neurons.keys()) {
        for (let to = 0; to < units; to++) {
          const value = weights?.[from * units + to];
          const place = weight?.stored === "transposed" ? [to, from] : [from, to];
          const name = `${weight?.name}[${place.join(",")}]`;
          edges.push({ name, column, from, to, ...(value !== undefined && { weight: value }) });
        }
      }
    } else if (keepsNeurons(stage.node.op) && stage.parameters.length === 0) {
      const notes = [...before.notes, ...settingsOf(stage), ...followersOf(stage)];
      last = { ...before, notes };
    } else {
      return undefined;
    }
  }
  if (columns.length + 1 > MOST.columns) return undefined;
  const outputs = last.neurons.map((neuron, i): Neuron => {
    const className = graph.classNames?.[i];
    return { ...neuron, name: `y${i + 1}`, ...(className !== undefined && { className }) };
  });
  return { columns: [...columns, { ...last, neurons: outputs }], edges };
}

function neurons(letter: string, length: number, biases?: ArrayLike<number>): Neuron[] {
  return Array.from({ length }, (_, i) => {
    const bias = biases?.[i];
    return { name: `${letter}${i + 1}`, ...(bias !== undefined && { bias }) };
  });
}

/** Whether each neuron stays what it is, under the same number. */
function keepsNeurons(op: OpName): boolean {
  return op === "scale" || op === "flatten" || op === "reshape";
}
