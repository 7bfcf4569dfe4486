import type { Node } from "./graph.js";
import { inferShapes } from "./infer-shapes.js";
import type { Model } from "./model.js";
import { operationOf } from "./ops/ops.js";

/**
 * The bytes that a model's digest is taken of: what it computes, with which weights, whatever file
 * these came from and whatever its values, nodes and parameters are called. JSON of the graph, with
 * values by the number of the node that makes them and the optional parameters that it lacks, then a line feed, then the weights of each node
 * in turn, by role, as little-endian float32.
 *
 * @throws {SpecError} when the graph does not hold together
 */
export function* canonicalForm({ graph, parameters }: Model): Generator<Uint8Array> {
  const { preprocess, input, nodes, output } = graph;
  const inferred = inferShapes(graph);
  // The input is 0.
  const numbers = new Map([input.value, ...nodes.map((node) => node.output)].map((v, i) => [v, i]));
  const text = JSON.stringify({
    preprocess: sorted(preprocess),
    input: input.shape,
    nodes: nodes.map((node: Node) => ({
      op: node.op,
      attributes: sorted(node.attributes),
      inputs: node.inputs.map((value) => numbers.get(value)),
      // What it could have: without this, weights of one node could be those of the next.
      ...withoutRoles(node),
    })),
    output: numbers.get(output),
  });
  yield new TextEncoder().encode(text + "\n");
  for (const { parameters: ofNode } of inferred) {
    for (const { name } of ofNode.toSorted((a, b) => (a.role < b.role ? -1 : 1))) {
      const tensor = parameters.get(name);
      if (tensor === undefined) throw new RangeError(`there is no parameter ${name}`);
      yield littleEndian(new Float32Array(tensor.data));
    }
  }
}

/** The optional parameters that a node lacks, where there are any. */
function withoutRoles({ op, parameters }: Node): { without?: string[] } {
  const without = Object.keys(operationOf(op).roles).filter((role) => !(role in parameters));
  return without.length > 0 ? { without: without.sort() } : {};
}

/** With its keys in order. */
function sorted(values: object): object {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function littleEndian(values: Float32Array<ArrayBuffer>): Uint8Array {
  const bytes = new Uint8Array(values.buffer);
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (!isLittle) for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  return bytes;
}
