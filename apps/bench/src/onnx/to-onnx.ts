import { required } from "@evalpool/errors";
import { inferShapes, type Model, type OpName } from "@evalpool/models";
import { encodeModel, type OnnxNode, type OnnxTensor } from "./model-proto.ts";
import { operations, type Writer } from "./operations.ts";

/**
 * A model as an ONNX file: from its input `x`, float32 `[N, …input]`, to its output `y`. What is done
 * to pixels before that is not part of it.
 */
export function toOnnx({ graph, parameters }: Model): Uint8Array {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxTensor>();
  const names = new Map([[graph.input.value, "x"]]);
  const shapes = new Map([[graph.input.value, graph.input.shape]]);

  const constant = (tensor: OnnxTensor): string => {
    const name = `constant.${constants.size}`;
    constants.set(name, tensor);
    return name;
  };
  const add: Writer<OpName>["add"] = (op, inputs, attributes = {}) => {
    const output = `value.${nodes.length}`;
    nodes.push({ op, inputs, output, attributes });
    return output;
  };

  for (const { node, inputs, output } of inferShapes(graph)) {
    const write: (writer: Writer<OpName>) => string = operations[node.op];
    const name = write({
      attributes: node.attributes,
      inputs: node.inputs.map((value) => required(names.get(value), value)),
      shapes: inputs,
      shape: output,
      parameter(role, shape) {
        const reference = node.parameters[role];
        if (reference === undefined) return "";
        const tensor = required(parameters.get(reference.name), reference.name);
        return constant({ data: Float32Array.from(tensor.data), shape: shape ?? tensor.shape });
      },
      constant,
      add,
    });
    names.set(node.output, name);
    shapes.set(node.output, output);
  }

  const result = required(names.get(graph.output), graph.output);
  nodes.push({ op: "Identity", inputs: [result], output: "y", attributes: {} });
  return encodeModel({
    name: graph.id,
    input: { name: "x", shape: graph.input.shape },
    output: { name: "y", shape: required(shapes.get(graph.output), graph.output) },
    constants,
    nodes,
  });
}
