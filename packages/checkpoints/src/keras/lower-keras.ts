import { check, shorten, SpecError, UnsupportedError } from "@evalpool/errors";
import type { Graph, Node, Shape } from "@evalpool/models";
import * as z from "zod/mini";
import { modelName } from "../model-name.js";
import type { NetworkInFile } from "../network-file.js";
import { layerKinds } from "./layers/layers.js";
import { EXPORT_TO_ONNX, Lowering } from "./lowering.js";
import { NetworkLowering } from "./network-lowering.js";
import type { KerasLayer, KerasNetwork } from "./network.js";
import type { MapsShape, Value } from "./value.js";
import type { WeightSource } from "./weights.js";

/** A Keras model, however it was kept. */
export interface KerasModel {
  readonly network: KerasNetwork;
  readonly weights: WeightSource;
  /** The major version of Keras that wrote it. */
  readonly version: number;
  /** Which of several outputs is wanted: the name of the layer that gives it. */
  readonly output?: string | undefined;
}

/**
 * The graph of a Keras model, whose feature maps are kept `[C, H, W]`, and the weights that it uses.
 *
 * @param file name for error messages
 * @throws {SpecError | CheckpointError} when its layers do not fit each other, or the weights them
 * @throws {UnsupportedError} that names the layers that are not read
 */
export function lowerKeras(model: KerasModel, file: string): NetworkInFile {
  const { network, weights, version } = model;
  requireKnown(network, file);
  const lowering = new Lowering(file);
  const layer = inputLayer(network, lowering);
  const { input, value } = lowerInput(layer, lowering);
  const lower = new NetworkLowering(lowering, version);
  const values = lower.network(network, weights, [value]);
  const output = lowering.plain(chosen(network, values, model.output, lowering));
  const isFirst = ({ op, inputs: [taken] }: Node): boolean =>
    op === "affine" && taken === value.name;
  const says =
    lower.classes.has("Rescaling") ||
    lower.classes.has("Normalization") ||
    lowering.nodes.some(isFirst);
  const graph: Graph = {
    id: modelName(file),
    preprocess: {},
    input,
    nodes: lowering.nodes,
    output: output.name,
  };
  return { graph, parameters: lowering.parameters, ...(says && { saysPreprocess: true }) };
}

/** Looks through all layers, so that everything that is missing is told at once. */
function requireKnown(network: KerasNetwork, file: string): void {
  const lacks = unknownIn(network);
  if (lacks.length > 0) throw new UnsupportedError(file, lacks, EXPORT_TO_ONNX);
}

function unknownIn({ layers }: KerasNetwork): string[] {
  return layers.flatMap(({ className, name, isCustom, network }) => {
    if (network !== undefined) return unknownIn(network);
    const isKnown = className === "InputLayer" || layerKinds.has(className);
    if (isKnown && !isCustom) return [];
    return [`${shorten(className)} (layer ${shorten(name)})`];
  });
}

function inputLayer({ inputs, layers }: KerasNetwork, { file }: Lowering): KerasLayer {
  const [first, ...more] = inputs;
  const layer = layers.find(({ name }) => name === first?.layer);
  if (layer === undefined) throw new SpecError(file, ["its input is none of its layers"]);
  if (more.length === 0) return layer;
  const reason = `${inputs.length} inputs, where one is taken`;
  throw new UnsupportedError(file, [reason]);
}

const inputConfig = () => {
  const shape = z.array(z.nullable(z.int())).check(z.minLength(2), z.maxLength(5));
  return z.object({ batch_shape: z.optional(shape), batch_input_shape: z.optional(shape) });
};

/** What is given: maps, an image without channels, or a flat row; the batch is of any size. */
function lowerInput({ name, config }: KerasLayer, lowering: Lowering) {
  lowering.layer = name;
  const checked = check(inputConfig(), config);
  if ("problems" in checked) {
    const problems = checked.problems.map((problem) => `${shorten(name)}: ${shorten(problem)}`);
    throw new SpecError(lowering.file, problems);
  }
  const [, ...said] = checked.value.batch_shape ?? checked.value.batch_input_shape ?? [];
  const shape = said.map((length) => length ?? 0);
  if (shape.length === 0 || shape.length > 3 || !shape.every((length) => length > 0)) {
    const got = `(${said.map((length) => length ?? "any").join(",")})`;
    return lowering.unsupported(`an input of shape ${got}, where images of one size are taken,`);
  }
  return inputOf(lowering, shape);
}

function inputOf(
  lowering: Lowering,
  shape: Shape,
): { readonly input: Graph["input"]; readonly value: Value } {
  const name = lowering.fresh(lowering.layer);
  const [height = 1, width = 1, channels] = shape;
  if (shape.length === 1) {
    return { input: { value: name, shape }, value: { kind: "plain", name, shape } };
  }
  const maps: MapsShape = [channels ?? 1, height, width];
  const input = { value: name, shape: maps };
  if (channels !== undefined) return { input, value: { kind: "maps", name, shape: maps } };
  const value = lowering.reshape({ kind: "plain", name, shape: maps }, shape);
  return { input, value };
}

/** The output that is asked for, or the only one. */
function chosen(
  { outputs }: KerasNetwork,
  values: readonly Value[],
  output: string | undefined,
  { file }: Lowering,
): Value {
  const names = outputs.map(({ layer }) => layer);
  const at = output === undefined ? 0 : names.indexOf(output);
  const value = values[at];
  const told = names.map((name) => shorten(name)).join(", ");
  if (output === undefined && values.length > 1) {
    throw new SpecError(file, [
      `it has ${values.length} outputs: ${told}; say which with --output`,
    ]);
  }
  if (value !== undefined) return value;
  throw new SpecError(file, [
    `expected one of its outputs ${told}, got ${shorten(output ?? "none")}`,
  ]);
}
