import { check, CheckpointError, shorten, SpecError, UnsupportedError } from "@evalpool/errors";
import type { Graph, Shape } from "@evalpool/models";
import * as z from "zod/mini";
import { modelName } from "../model-name.js";
import type { NetworkInFile } from "../network-file.js";
import type { Application } from "./layers/layer.js";
import { layerKinds } from "./layers/layers.js";
import { EXPORT_TO_ONNX, Lowering, type NamedArray } from "./lowering.js";
import type { KerasCall, KerasLayer, KerasNetwork, ValueReference } from "./network.js";
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
  const says = lower.classes.has("Rescaling") || lower.classes.has("Normalization");
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

/** Layers that are applied, those of models within models each time; the largest have 1,000. */
const MOST_APPLICATIONS = 10_000;

class NetworkLowering {
  #applications = 0;
  /** Of all layers that were lowered. */
  readonly classes = new Set<string>();

  constructor(
    readonly lowering: Lowering,
    readonly version: number,
  ) {}

  /** Lowers a network; gives its outputs. */
  network(
    network: KerasNetwork,
    weights: WeightSource,
    inputs: readonly Value[],
  ): readonly Value[] {
    const values = new Map<string, Value>();
    network.inputs.forEach((reference, i) => {
      const value = inputs[i];
      if (value !== undefined) values.set(keyOf(reference), value);
    });
    // Layers stand in any order: each call waits for what it takes.
    let waiting = network.layers.flatMap((layer) =>
      layer.calls.map((call, i) => ({ layer, call, key: keyOf({ layer: layer.name, call: i }) })),
    );
    while (waiting.length > 0) {
      const later = waiting.filter(({ layer, call, key }) => {
        const taken = call.inputs.map((reference) => values.get(keyOf(reference)));
        if (!taken.every((value) => value !== undefined)) return true;
        if (!values.has(key)) values.set(key, this.layer(layer, call, taken, weights));
        return false;
      });
      if (later.length === waiting.length) break;
      waiting = later;
    }
    return network.outputs.map((reference) => this.#made(reference, values));
  }

  #made(reference: ValueReference, values: ReadonlyMap<string, Value>): Value {
    const value = values.get(keyOf(reference));
    if (value !== undefined) return value;
    const reason = `nothing makes what ${shorten(reference.layer)} should give, or it waits for itself`;
    throw new SpecError(this.lowering.file, [reason]);
  }

  layer(
    layer: KerasLayer,
    call: KerasCall,
    inputs: readonly Value[],
    weights: WeightSource,
  ): Value {
    const { lowering, version } = this;
    const { name, className } = layer;
    if (++this.#applications > MOST_APPLICATIONS) {
      throw new SpecError(lowering.file, [`more than ${MOST_APPLICATIONS} layers are applied`]);
    }
    const [first, ...more] = inputs;
    if (first === undefined) throw new SpecError(lowering.file, [`${shorten(name)} takes nothing`]);
    if (layer.network !== undefined) return this.#inner(layer, layer.network, inputs, weights);
    lowering.layer = name;
    if (call.extra.length > 0) {
      const given = call.extra.map((extra) => shorten(extra)).join(", ");
      lowering.unsupported(`${shorten(className)} that is given ${given}`);
    }
    if (more.length > 0 && !takesMany.has(className)) {
      lowering.unsupported(`${shorten(className)} of ${inputs.length} values`);
    }
    const kind = layerKinds.get(className);
    if (kind === undefined) return lowering.unsupported(shorten(className));
    const checked = check(kind.config(), layer.config);
    if ("problems" in checked) {
      const problems = checked.problems.map((problem) => `${shorten(name)}: ${shorten(problem)}`);
      throw new SpecError(lowering.file, problems);
    }
    this.classes.add(className);
    const application: Application<unknown> = {
      config: checked.value,
      inputs: [first, ...more],
      lowering,
      version,
      weights: (...roles) => this.#arrays(layer, weights, roles),
    };
    return kind.lower(application);
  }

  /** A model in place of a layer: its layers, in its place. */
  #inner(
    layer: KerasLayer,
    network: KerasNetwork,
    inputs: readonly Value[],
    weights: WeightSource,
  ): Value {
    const inner = weights.within(layer, network);
    const [value, ...more] = this.network(network, inner, inputs);
    if (value !== undefined && more.length === 0) return value;
    this.lowering.layer = layer.name;
    return this.lowering.unsupported(`a model of ${more.length + 1} outputs within another`);
  }

  #arrays(
    layer: KerasLayer,
    weights: WeightSource,
    roles: readonly string[],
  ): readonly NamedArray[] {
    const arrays = weights.arraysOf(layer);
    if (arrays.length === roles.length) return arrays;
    const { name, className } = layer;
    const got = `got ${arrays.length} arrays`;
    const reason = `${shorten(name)} (${shorten(className)}): expected ${roles.join(", ")}, ${got}`;
    throw new CheckpointError(this.lowering.file, reason);
  }
}

/** Layers that take several values. */
const takesMany: ReadonlySet<string> = new Set(["Add", "Average", "Concatenate", "Multiply"]);

function keyOf({ layer, call }: ValueReference): string {
  return `${call} ${layer}`;
}
