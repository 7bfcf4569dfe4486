import { imageShape, inferShapes, operationOf, type Graph, type OpName } from "@evalpool/models";

/**
 * The maps `[C, H, W]` that a value `[features]` is in another shape: the network's image, or feature
 * maps that were flattened, with nothing but functions of each value between.
 *
 * @returns undefined where the value is no such row
 */
export function pictureOfFlat(graph: Graph, value: string): readonly number[] | undefined {
  const made = new Map(inferShapes(graph).map((one) => [one.node.output, one]));
  let at = value;
  for (let one = made.get(at); one !== undefined; one = made.get(at)) {
    const { node, output } = one;
    const [input = ""] = node.inputs;
    if (output.length === 3 && at !== value) return output;
    if (node.op !== "flatten" && (output.length !== 1 || !keepsPlaces(node.op))) return undefined;
    at = input;
  }
  return graph.input.value === at ? imageShape(graph) : undefined;
}

/** Whether it makes each value of the one in its place. */
function keepsPlaces(op: OpName): boolean {
  const others = ["scale", "dropout", "batchNorm"];
  return operationOf(op).isActivation === true || others.includes(op);
}
