import { divide, type Tensor } from "@evalpool/tensor";
import type { Graph, Node } from "./graph.js";
import type { Model } from "./model.js";
import { operationOf } from "./ops/ops.js";

/** What one node gave. */
export interface ForwardStep {
  readonly node: Node;
  readonly output: Tensor;
}

/**
 * The forward pass written to be read: eager tensors, in the dtype of input and weights.
 *
 * @param x one example of the graph's input shape, or `[N, …input]`
 * @throws {ShapeError} when x has another shape
 */
export function forward(model: Model, x: Tensor): Tensor {
  return run(model, x).get(model.graph.output) ?? x;
}

/** Every node's output in turn. @throws {ShapeError} when x has another shape than the input */
export function trace(model: Model, x: Tensor): ForwardStep[] {
  const values = run(model, x);
  return model.graph.nodes.map((node) => ({ node, output: valueOf(values, node.output) }));
}

/** Stored pixels as the graph's input. */
export function preprocess({ preprocess: { divisor } }: Graph, pixels: Tensor): Tensor {
  return divisor === 1 ? pixels : divide(pixels, divisor);
}

function run({ graph, parameters }: Model, x: Tensor): Map<string, Tensor> {
  const { input, nodes } = graph;
  const batchAxes = x.shape.length - input.shape.length;
  const values = new Map([[input.value, x]]);
  for (const node of nodes) {
    const roles = Object.entries(node.parameters);
    const output = operationOf(node.op).apply({
      inputs: node.inputs.map((value) => valueOf(values, value)),
      batchAxes,
      attributes: node.attributes,
      parameters: Object.fromEntries(
        roles.map(([role, { name }]) => [role, valueOf(parameters, name)]),
      ),
    });
    values.set(node.output, output);
  }
  return values;
}

function valueOf(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`there is no ${name}`);
  return value;
}
