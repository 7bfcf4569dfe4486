import { didYouMean, formatShapes, ShapeError, shorten, SpecError } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import { requireAffordable, type Amount } from "./budget.js";
import type { Graph, Node, ParameterReference } from "./graph.js";
import type { ParameterFacts } from "./ops/operation.js";
import { operationOf } from "./ops/ops.js";
import type { Shape } from "./shape.js";
import { axesToStored } from "./stored.js";
import { whyMadeTwice, whyMissing } from "./why-missing.js";

/** A node with the shapes of all that goes in and comes out, for one example. */
export interface InferredNode {
  readonly node: Node;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly parameters: readonly NodeParameter[];
}

/** A parameter in its place. */
export interface NodeParameter extends ParameterFacts, ParameterReference {
  /** What it is to its node, as `weight`. */
  readonly role: string;
  /** As the checkpoint's file holds it. */
  readonly storedShape: Shape;
}

/**
 * Walks through a graph, from its input on.
 *
 * @throws {SpecError} when a node does not fit those before it, a name is given twice or missing,
 * or the whole is more than any machine has memory for
 */
export function inferShapes(graph: Graph): InferredNode[] {
  const { id, input, nodes, output } = graph;
  const shapes = new Map<string, Shape>([[input.value, input.shape]]);
  const names = new Map<string, string>();
  const inferred = nodes.map((node): InferredNode => {
    const refuse = (reason: string, cause?: unknown): never => {
      throw new SpecError(id, [`${shorten(node.name)} (${node.op}): ${reason}`], { cause });
    };
    const inputs = node.inputs.map(
      (value) => shapes.get(value) ?? refuse(whyMissing(graph, node, value)),
    );
    const one = inferNode(node, inputs, refuse);
    if (shapes.has(node.output)) refuse(whyMadeTwice(graph, node));
    shapes.set(node.output, one.output);
    for (const { name } of one.parameters) {
      const other = names.get(name);
      if (other !== undefined) {
        refuse(`parameter ${shorten(name)} is named twice; ${shorten(other)} has it too`);
      }
      names.set(name, node.name);
    }
    return one;
  });
  if (!shapes.has(output)) {
    const hint = didYouMean(output, shapes.keys());
    throw new SpecError(id, [`nothing makes its output ${shorten(output)}${hint && `.${hint}`}`]);
  }
  requireAffordable(id, nodes.length, {
    values: amounts(inferred, input.shape, ({ output }) => size(output)),
    weights: amounts(inferred, [0], ({ parameters }) => sum(parameters.map(({ shape }) => shape))),
  });
  return inferred;
}

/** How much there is of something in all nodes and beside them, and the node with the most. */
function amounts(
  inferred: readonly InferredNode[],
  beside: Shape,
  of: (one: InferredNode) => number,
): Amount {
  let [total, most, by] = [size(beside), size(beside), "its input"];
  for (const one of inferred) {
    const amount = of(one);
    total += amount;
    if (amount > most) [most, by] = [amount, `${shorten(one.node.name)} (${one.node.op})`];
  }
  return { total, by };
}

function sum(shapes: readonly Shape[]): number {
  return shapes.reduce((total, shape) => total + size(shape), 0);
}

function inferNode(
  node: Node,
  inputs: readonly Shape[],
  refuse: (reason: string, cause?: unknown) => never,
): InferredNode {
  const operation = operationOf(node.op);
  const { inputs: wanted, roles } = operation;
  const least = typeof wanted === "number" ? wanted : wanted.least;
  if (typeof wanted === "number" ? inputs.length !== least : inputs.length < least) {
    const count = typeof wanted === "number" ? `${least}` : `${least} or more`;
    const of = inputs.length > 0 ? ` of shape ${formatShapes(inputs)}` : "";
    const advice = inputs.length < least ? '; name them in "inputs"' : "";
    const values = wanted === 1 ? "value" : "values";
    refuse(`takes ${count} ${values}, got ${inputs.length}${of}${advice}`);
  }
  try {
    const { output, parameters = {} } = operation.infer(inputs, node.attributes);
    return { node, inputs, output, parameters: Object.entries(parameters).flatMap(fill) };
  } catch (error) {
    if (error instanceof ShapeError) {
      const taken = node.inputs.map((value) => shorten(value, 40)).join(" and ");
      return refuse(inputs.length > 1 ? `${error.message}: ${taken}` : error.message, error);
    }
    throw error;
  }

  function fill([role, facts]: [string, ParameterFacts]): NodeParameter[] {
    const reference = node.parameters[role];
    if (reference === undefined) return roles[role] === "optional" ? [] : refuse(`has no ${role}`);
    const { shape } = facts;
    const axes = axesToStored(reference.stored);
    const storedShape = axes?.map((axis) => shape[axis] ?? 1) ?? shape;
    return [{ ...facts, ...reference, role, storedShape }];
  }
}

/** Names and shapes of all parameters, in the order of their nodes. @throws {SpecError} */
export function parametersOf(graph: Graph): NodeParameter[] {
  return inferShapes(graph).flatMap(({ parameters }) => parameters);
}

/** Number of trained values: weights and biases. @throws {SpecError} */
export function parameterCount(graph: Graph): number {
  return sum(parametersOf(graph).map(({ shape }) => shape));
}

/** Shape of what a network gives for one example. @throws {SpecError} */
export function outputShape(graph: Graph): Shape {
  const last = inferShapes(graph).find(({ node }) => node.output === graph.output);
  return last?.output ?? graph.input.shape;
}

/**
 * Number of classes of a classifier: the length of the one axis that it gives.
 *
 * @throws {SpecError} when it gives more axes than one
 */
export function classCount(graph: Graph): number {
  const shape = outputShape(graph);
  const [length, ...more] = shape;
  if (length !== undefined && more.length === 0) return length;
  const reason = `expected a flat output, a value for each class, got shape (${shape.join(",")}); flatten it`;
  throw new SpecError(graph.id, [reason]);
}
