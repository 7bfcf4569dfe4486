import type { Graph, Node, ParameterReference } from "../graph.js";
import type { FloatTensor, Model } from "../model.js";
import { scaleAndShift } from "../ops/batch-norm.js";
import { dropoutFactor } from "../ops/dropout.js";
import { bypass } from "./bypass.js";
import type { Tell } from "./pass.js";

/**
 * Takes batch norms and scales into the weights of the layer before, in float64, where nobody else
 * reads what that gives; scales behind a ReLU into those of the layer after.
 */
export function foldScales(model: Model, tell?: Tell): Model {
  let result = model;
  for (const { output } of model.graph.nodes) {
    const node = result.graph.nodes.find((one) => one.output === output);
    if (node !== undefined) result = foldNode(result, node, tell);
  }
  return result;
}

/** What a node does to each channel: `x · factor + offset`. One factor alone is for all channels. */
interface Affine {
  readonly factors: Float64Array;
  readonly offsets?: Float64Array;
}

function affineOf({ parameters }: Model, node: Node): Affine | undefined {
  switch (node.op) {
    case "scale":
      return { factors: Float64Array.of(1 / node.attributes.divisor) };
    case "dropout":
      return { factors: Float64Array.of(dropoutFactor(node.attributes)) };
    case "batchNorm": {
      const entries = Object.entries(node.parameters).flatMap(([role, { name }]) => {
        const tensor = parameters.get(name);
        return tensor ? [[role, tensor] as const] : [];
      });
      return scaleAndShift(Object.fromEntries(entries), node.attributes.epsilon);
    }
    default:
      return undefined;
  }
}

function foldNode(model: Model, node: Node, tell?: Tell): Model {
  const { graph } = model;
  const affine = affineOf(model, node);
  const [input = ""] = node.inputs;
  if (affine === undefined || !isOrdinary(affine) || !hasOneReader(graph, input)) return model;
  const before = graph.nodes.find(({ output }) => output === input);
  if (isLayer(before)) {
    tell?.({ node: node.output, became: "folded", into: before.output });
    return bypassed(intoOutputs(model, before, affine), node);
  }
  // A positive scale behind a ReLU is the same behind the next layer's weights.
  const after = graph.nodes.find(({ inputs }) => inputs.includes(node.output));
  const isScale = affine.offsets === undefined;
  if (isScale && isLayer(after) && hasOneReader(graph, node.output)) {
    tell?.({ node: node.output, became: "folded", into: after.output });
    return bypassed(intoInputs(model, after, affine), node);
  }
  return model;
}

/** Whether its numbers are such as weights are, so that what they are folded into stays finite. */
function isOrdinary({ factors, offsets = new Float64Array() }: Affine): boolean {
  const isSmall = (value: number): boolean => Math.abs(value) < 1e12;
  return factors.every(isSmall) && offsets.every(isSmall);
}

function isLayer(node: Node | undefined): node is Node<"dense" | "conv2d"> {
  return node?.op === "dense" || node?.op === "conv2d";
}

function hasOneReader({ nodes, output }: Graph, value: string): boolean {
  const readers = nodes.flatMap(({ inputs }) => inputs).filter((input) => input === value);
  return readers.length === 1 && output !== value;
}

function bypassed({ graph, parameters }: Model, node: Node): Model {
  const now = graph.nodes.find(({ output }) => output === node.output);
  return { graph: now ? bypass(graph, now) : graph, parameters };
}

/** `(x · w + b) · factor + offset` */
function intoOutputs(model: Model, layer: Node<"dense" | "conv2d">, affine: Affine): Model {
  const { shape, data } = weightOf(model, layer);
  const outputs = (layer.op === "dense" ? shape[1] : shape[0]) ?? 1;
  const factor = (output: number): number => affine.factors[output] ?? affine.factors[0] ?? 1;
  const inner = data.length / outputs;
  const outputAt = (i: number): number =>
    layer.op === "dense" ? i % outputs : Math.floor(i / inner);
  const weight = Float64Array.from(data, (value, i) => value * factor(outputAt(i)));
  const bias = layer.parameters["bias"] && model.parameters.get(layer.parameters["bias"].name);
  const biases = Float64Array.from(
    { length: outputs },
    (_, i) => (bias?.data[i] ?? 0) * factor(i) + (affine.offsets?.[i] ?? 0),
  );
  const isBiased = bias !== undefined || affine.offsets !== undefined;
  return replaced(model, layer, {
    weight: { data: weight, shape },
    ...(isBiased && { bias: { data: biases, shape: [outputs] } }),
  });
}

/** `(x · factor) · w`, of one factor. */
function intoInputs(model: Model, layer: Node<"dense" | "conv2d">, affine: Affine): Model {
  const { shape, data } = weightOf(model, layer);
  const [factor = 1] = affine.factors;
  return replaced(model, layer, {
    weight: { data: Float64Array.from(data, (value) => value * factor), shape },
  });
}

function weightOf({ parameters }: Model, layer: Node): FloatTensor {
  const tensor = parameters.get(layer.parameters["weight"]?.name ?? "");
  if (tensor === undefined) throw new RangeError(`${layer.name} has no weight`);
  return tensor;
}

/** With other parameters for a node, under names that no checkpoint has. */
function replaced(
  { graph, parameters }: Model,
  node: Node,
  tensors: Readonly<Record<string, FloatTensor>>,
): Model {
  const all = new Map(parameters);
  const references: Record<string, ParameterReference> = { ...node.parameters };
  for (const [role, tensor] of Object.entries(tensors)) {
    const name = `\0${node.output}.${role}`;
    all.set(name, tensor);
    references[role] = { name, stored: "canonical" };
  }
  const nodes = graph.nodes.map((one) => (one === node ? { ...one, parameters: references } : one));
  return { graph: { ...graph, nodes }, parameters: all };
}
