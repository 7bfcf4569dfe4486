import { bind, forward, type Graph } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { readOnnx } from "../read-onnx.js";
import { onnxFile, type TestModel } from "./onnx-model.js";

/** For tests: what a file gives for examples, in float64, and the graph that it became. */
export async function evaluate(
  model: TestModel,
  x: readonly number[],
): Promise<{ values: number[]; graph: Graph }> {
  const network = await readOnnx(onnxFile(model), "net.onnx", {});
  const { graph, parameters } = bind(network.graph, network.parameters, "net.onnx");
  const { shape } = graph.input;
  const input = { data: Float64Array.from(x), shape: [x.length / size(shape), ...shape] };
  return { values: [...forward({ graph, parameters }, input).data], graph };
}

/** For tests: the operations of a graph, in their order. */
export function opsOf({ nodes }: Graph): string[] {
  return nodes.map(({ op }) => op);
}
