import {
  inferShapes,
  operationOf,
  type Graph,
  type InferredNode,
  type Node,
  type NodeParameter,
} from "@evalpool/models";

/** A node with those that only change its values one by one: what is drawn as one thing. */
export interface Stage {
  readonly node: Node;
  /** Activation functions, batch norms and dropouts that follow it, while nobody else reads it. */
  readonly followers: readonly Node[];
  /** Of all of these. */
  readonly parameters: readonly NodeParameter[];
  /** Shape of what it gives. */
  readonly output: readonly number[];
  /** Number of the stages that it takes what they give of, in the order that it takes them; -1 is the input. */
  readonly from: readonly number[];
}

/** @throws {SpecError} when a node does not fit those before it */
export function stagesOf(graph: Graph): Stage[] {
  const stages: Stage[] = [];
  const readers = countReaders(graph);
  // Which stage gives a value.
  const givers = new Map([[graph.input.value, -1]]);
  for (const one of inferShapes(graph)) {
    const { node, parameters, output } = one;
    const [first = ""] = node.inputs;
    const giver = givers.get(first) ?? -1;
    const before = stages[giver];
    if (before !== undefined && follows(one) && readers.get(first) === 1) {
      const followers = [...before.followers, node];
      stages[giver] = { ...before, followers, parameters: [...before.parameters, ...parameters] };
      givers.set(node.output, giver);
    } else {
      givers.set(node.output, stages.length);
      const from = node.inputs.map((value) => givers.get(value) ?? -1);
      stages.push({ node, followers: [], parameters, output, from });
    }
  }
  return stages;
}

function follows({ node: { op } }: InferredNode): boolean {
  return operationOf(op).isActivation === true || op === "batchNorm" || op === "dropout";
}

/** How often each value is read; the output once more. */
function countReaders({ nodes, output }: Graph): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const value of [...nodes.flatMap(({ inputs }) => inputs), output]) {
    readers.set(value, (readers.get(value) ?? 0) + 1);
  }
  return readers;
}

/** Whether each takes what the one before it gives, and nothing else. */
export function isChain(stages: readonly Stage[]): boolean {
  return stages.every(({ from }, i) => from.length === 1 && from[0] === i - 1);
}
