import { size } from "@evalpool/tensor";
import type { Graph } from "./graph.js";
import { inferShapes, type InferredNode } from "./infer-shapes.js";
import { operationOf } from "./ops/ops.js";

/** A node, and what it costs for one example. */
export interface NodeCost extends InferredNode {
  /** Values of its parameters. */
  readonly weights: number;
  readonly multiplications: number;
}

/** What a network costs as it is described, before anything in it is folded or fused. */
export interface Cost {
  readonly nodes: readonly NodeCost[];
  readonly weights: number;
  /** For one example. */
  readonly multiplications: number;
}

/** @throws {SpecError} when a node does not fit those before it */
export function costOf(graph: Graph): Cost {
  const nodes = inferShapes(graph).map((inferred): NodeCost => {
    const { node, inputs, output, parameters } = inferred;
    const operation = operationOf(node.op);
    const multiplications = operation.multiplications?.(inputs, output, node.attributes) ?? 0;
    return { ...inferred, weights: sum(parameters, ({ shape }) => size(shape)), multiplications };
  });
  return {
    nodes,
    weights: sum(nodes, ({ weights }) => weights),
    multiplications: sum(nodes, ({ multiplications }) => multiplications),
  };
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0);
}
