import { size } from "@evalpool/tensor";
import type { Graph, Node } from "../graph.js";
import type { Model } from "../model.js";
import { inferShapes } from "../infer-shapes.js";
import { isPerChannel } from "../ops/affine.js";
import { dividedBy, isOrdinary, scaledAndShifted } from "../pixel-table.js";
import type { Preprocess } from "../preprocess.js";
import { bypass } from "./bypass.js";
import type { Tell } from "./pass.js";

/**
 * Takes the scales and offsets that a network begins with into its preprocessing, where the first
 * layer's weights, or a table of all pixels, can take them in. A change of shape or of the order of
 * axes between them is stepped over.
 */
export function scaleIntoPreprocess(model: Model, tell?: Tell): Model {
  let result = model.graph;
  let value = result.input.value;
  let isTransposed = false;
  for (;;) {
    const readers = result.nodes.filter(({ inputs }) => inputs.includes(value));
    const [first] = readers;
    if (first === undefined || readers.length > 1 || value === result.output) break;
    if (first.op === "scale" || first.op === "affine") {
      const { input } = result;
      const scaled = taken(model, result, first, isTransposed);
      // Others are left where they are, for a product may be 0 or infinite.
      if (scaled === undefined || !isOrdinary(scaled)) break;
      result = { ...bypass(result, first), preprocess: scaled };
      tell?.({ node: first.output, became: "folded", into: input.value });
    } else if (first.op === "flatten" || first.op === "reshape" || first.op === "transpose") {
      isTransposed ||= first.op === "transpose";
      value = first.output;
    } else {
      break;
    }
  }
  return { ...model, graph: result };
}

/** Preprocessing that does what a node does to the input, or to its channels; undefined for others. */
function taken(
  { parameters }: Model,
  graph: Graph,
  node: Node<"scale"> | Node<"affine">,
  isTransposed: boolean,
): Preprocess | undefined {
  const { input, preprocess } = graph;
  if (node.op === "scale") return dividedBy(preprocess, node.attributes.divisor);
  const { shape } = node.attributes;
  const inferred = inferShapes(graph).find((one) => one.node === node);
  const [from = []] = inferred?.inputs ?? [];
  // Repeated, the input would be another.
  if (from.join() !== inferred?.output.join()) return undefined;
  const areMaps =
    !isTransposed && from.length === 3 && input.shape.length === 3 && from[0] === input.shape[0];
  if (size(shape) > 1 && !(areMaps && isPerChannel(shape, from))) return undefined;
  const values = (role: string): readonly number[] | undefined => {
    const tensor = parameters.get(node.parameters[role]?.name ?? "");
    return tensor && [...tensor.data];
  };
  return scaledAndShifted(preprocess, values("factor") ?? [1], values("offset") ?? [0]);
}

/** Pixels that are made less than this part of what they are were stored bytes before. */
const LEAST = 1 / 16;

/** Whether a network scales stored pixels itself, as its first operations tell. */
export function scalesPixels(model: Model): boolean {
  const graph = { ...model.graph, preprocess: {} };
  const { std = [1], scale = 1 } = scaleIntoPreprocess({ ...model, graph }).graph.preprocess;
  return std.every((by) => Math.abs(scale / by) < LEAST);
}
