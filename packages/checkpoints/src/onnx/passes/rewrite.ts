import {
  inferShapes,
  operationOf,
  withoutUnused,
  type Graph,
  type Node,
  type Parameters,
  type Shape,
} from "@evalpool/models";
import { Names } from "../names.js";
import type { Network, Placed, Rule } from "./network.js";

/**
 * Places a graph's nodes one after the other, each as the rules have it, which are asked anew of what
 * they give; so a rule sees what became of the nodes before.
 *
 * @throws {SpecError} when the graph does not hold together
 */
export function rewrite({ graph, parameters }: Network, rules: readonly Rule[]): Network {
  const nodes: Node[] = [];
  const makers = new Map<string, Node>();
  const shapes = new Map<string, Shape>([[graph.input.value, graph.input.shape]]);
  for (const { node, output } of inferShapes(graph)) shapes.set(node.output, output);
  const names = new Names();
  for (const value of shapes.keys()) names.take(value);
  const instead = new Map<string, string>();
  const own = new Map(parameters);
  const placed: Placed = {
    maker: (value) => makers.get(value),
    shape: (value) => shapes.get(value) ?? [],
    fresh: (name) => names.take(name),
    parameters: own,
  };
  const valueOf = (value: string): string => instead.get(value) ?? value;

  const place = (given: Node): void => {
    const node: Node = { ...given, inputs: given.inputs.map(valueOf) };
    for (const rule of rules) {
      const result = rule(node, placed);
      if (result === undefined) continue;
      if (typeof result === "string") instead.set(node.output, result);
      else result.forEach(place);
      return;
    }
    const inputs = node.inputs.map(placed.shape);
    shapes.set(node.output, operationOf(node.op).infer(inputs, node.attributes).output);
    makers.set(node.output, node);
    nodes.push(node);
  };
  graph.nodes.forEach(place);
  const whole = withoutUnused({ ...graph, nodes, output: valueOf(graph.output) });
  return { graph: whole, parameters: parametersIn(whole, own) };
}

/** Those that nodes of the graph name. */
function parametersIn({ nodes }: Graph, parameters: Parameters): Parameters {
  const names = new Set(
    nodes.flatMap((node) => Object.values(node.parameters).map(({ name }) => name)),
  );
  return new Map([...parameters].filter(([name]) => names.has(name)));
}
