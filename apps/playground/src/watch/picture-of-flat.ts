import {
  imageShape,
  operationOf,
  type Graph,
  type InferredNode,
  type OpName,
} from "@evalpool/models";

/**
 * The maps `[C, H, W]` that a value `[features]` is in another shape: the network's image, or feature
 * maps that were flattened, with nothing but functions of each value between.
 *
 * @param made the graph's nodes by the names of what they give
 * @returns undefined where the value is no such row
 */
export function pictureOfFlat(
  graph: Graph,
  made: ReadonlyMap<string, InferredNode>,
  value: string,
): readonly number[] | undefined {
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
