import { size, type Tensor } from "@evalpool/tensor";
import type { Graph, Node } from "./graph.js";
import type { Model } from "./model.js";
import { operationOf } from "./ops/ops.js";
import { channelsOf } from "./pixel-table.js";
import { requireGraph, requireInput, requireModel, requireTensor } from "./require-model.js";

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
  requireArguments("forward", model, x);
  return run(model, x).get(model.graph.output) ?? x;
}

/** Every node's output in turn. @throws {ShapeError} when x has another shape than the input */
export function trace(model: Model, x: Tensor): ForwardStep[] {
  requireArguments("trace", model, x);
  const values = run(model, x);
  return model.graph.nodes.map((node) => ({ node, output: valueOf(values, node.output) }));
}

/** Bytes of images of the graph's input, `[N, …input]` or one, as that input: as `pixelTable` says. */
export function preprocess(graph: Graph, pixels: Tensor): Tensor {
  requireGraph("preprocess", graph);
  requireTensor("preprocess: pixels", pixels);
  const { input, preprocess } = graph;
  const { scale = 1, mean = [], std = [] } = preprocess;
  const channels = channelsOf(input.shape, preprocess);
  const plane = size(input.shape) / channels;
  const data = Float64Array.from(pixels.data, (v, i) => {
    const c = Math.floor(i / plane) % channels;
    return (v * scale - (mean[c] ?? mean[0] ?? 0)) / (std[c] ?? std[0] ?? 1);
  });
  return { data, shape: pixels.shape };
}

/** For callers without types. @throws {UsageError | ShapeError} */
function requireArguments(caller: string, model: Model, x: Tensor): void {
  requireModel(caller, model);
  requireTensor(`${caller}: x`, x);
  requireInput(caller, model.graph, x);
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
