import { size } from "@evalpool/tensor";
import type { Graph, Node } from "../graph.js";
import type { Model } from "../model.js";
import { scaleAndShift } from "../ops/batch-norm.js";
import { dropoutFactor } from "../ops/dropout.js";
import { bypass } from "./bypass.js";
import { isLayer, replaced, weightOf, type Layer } from "./layers.js";
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

/** @param before what makes the value that it takes, where that is a layer */
function affineOf(model: Model, node: Node, before: Layer | undefined): Affine | undefined {
  const { parameters } = model;
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
    case "affine":
      return before && affineBehind(before, model, node);
    default:
      return undefined;
  }
}

/** What an `affine` does to what a layer gives, where that is one thing for each of its outputs. */
function affineBehind(
  before: Layer,
  { parameters }: Model,
  { attributes: { shape }, parameters: own }: Node<"affine">,
): Affine | undefined {
  const isDense = before.op === "dense";
  const outputs = isDense ? before.attributes.units : before.attributes.filters;
  const isOne = size(shape) === 1;
  const isEach = shape[0] === outputs && size(shape) === outputs;
  const fits = isDense ? shape.length <= 1 : isOne ? shape.length <= 3 : shape.length === 3;
  if (!fits || !(isOne || isEach)) return undefined;
  const values = (role: string, absent: number): Float64Array => {
    const data = parameters.get(own[role]?.name ?? "")?.data ?? [absent];
    return Float64Array.from({ length: outputs }, (_, i) => data[i] ?? data[0] ?? absent);
  };
  return { factors: values("factor", 1), offsets: values("offset", 0) };
}

function foldNode(model: Model, node: Node, tell?: Tell): Model {
  const { graph } = model;
  const [input = ""] = node.inputs;
  const maker = graph.nodes.find(({ output }) => output === input);
  const before = isLayer(maker) ? maker : undefined;
  const affine = affineOf(model, node, before);
  if (affine === undefined || !isOrdinary(affine) || !hasOneReader(graph, input)) return model;
  if (before !== undefined) {
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

function hasOneReader({ nodes, output }: Graph, value: string): boolean {
  const readers = nodes.flatMap(({ inputs }) => inputs).filter((input) => input === value);
  return readers.length === 1 && output !== value;
}

function bypassed({ graph, parameters }: Model, node: Node): Model {
  const now = graph.nodes.find(({ output }) => output === node.output);
  return { graph: now ? bypass(graph, now) : graph, parameters };
}

/** `(x · w + b) · factor + offset` */
function intoOutputs(model: Model, layer: Layer, affine: Affine): Model {
  const { shape, data } = weightOf(model, layer);
  const outputs = (layer.op === "dense" ? shape[1] : shape[0]) ?? 1;
  const factor = (output: number): number => affine.factors[output] ?? affine.factors[0] ?? 1;
  const weight = new Float64Array(data);
  // Outputs are the last axis of a dense layer's weights, and the first of a convolution's.
  const [run, step] = layer.op === "dense" ? [1, outputs] : [data.length / outputs, data.length];
  for (let output = 0; output < outputs; output++) {
    const by = factor(output);
    for (let from = output * run; from < data.length; from += step) {
      for (let i = from; i < from + run; i++) weight[i] = (weight[i] ?? 0) * by;
    }
  }
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
function intoInputs(model: Model, layer: Layer, affine: Affine): Model {
  const { shape, data } = weightOf(model, layer);
  const [factor = 1] = affine.factors;
  const weight = new Float64Array(data);
  for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] ?? 0) * factor;
  return replaced(model, layer, { weight: { data: weight, shape } });
}
