import {
  didYouMean,
  ShapeError,
  CheckpointError,
  shorten,
  UnsupportedError,
} from "@evalpool/errors";
import type { Graph, Node, Parameters } from "@evalpool/models";
import { AttributeReader } from "./attributes.js";
import type { Constant } from "./constant.js";
import type { OnnxModel, OnnxNode } from "./decode-model.js";
import { GraphBuilder } from "./graph-builder.js";
import { NodeLowering } from "./node-lowering.js";
import { operations } from "./operations.js";
import { Malformed, NotCovered, NotLifted } from "./signals.js";
import type { Flow, Value } from "./values.js";

/** A model's nodes in the graph's own operations. */
export interface LoweredOnnx {
  /** Whether the graph is of one example, so that the file's first axis is the batch. */
  readonly isLifted: boolean;
  readonly input: Graph["input"];
  readonly nodes: readonly Node[];
  readonly parameters: Parameters;
  /** By their names in the file. */
  readonly outputs: ReadonlyMap<string, Flow>;
}

export interface LowerOptions {
  /** Names of the outputs that are asked for; all of them unless told. */
  readonly outputs?: readonly string[] | undefined;
  /** Further inputs that are given once and for all, by their names. */
  readonly constants?: ReadonlyMap<string, Constant> | undefined;
}

/**
 * Lowers a model of one input: as a graph of single examples where each node leaves the first axis
 * alone, else as one whose example is the whole input.
 *
 * @throws {CheckpointError} when the nodes are not as the standard has them
 * @throws {UnsupportedError} that lists what is not covered
 */
export function lowerOnnx(model: OnnxModel, options: LowerOptions = {}): LoweredOnnx {
  const [input, examples] = inputOf(model, options);
  const nodes = needed(model, options);
  if (input.shape.length > 1) {
    try {
      return lowerNodes(
        model,
        nodes,
        options,
        input.name,
        input.shape,
        new GraphBuilder(1, examples),
      );
    } catch (error) {
      // As one example it may be told what is wrong, or be right.
      if (!(error instanceof NotLifted)) throw error;
    }
  }
  return lowerNodes(model, nodes, options, input.name, input.shape, new GraphBuilder(0, 1));
}

/** The one input that is no constant, and how many examples it has. @throws {UnsupportedError} */
function inputOf(
  { file, inputs }: OnnxModel,
  { constants }: LowerOptions,
): [{ name: string; shape: readonly number[] }, number | undefined] {
  const given = inputs.filter(({ name }) => !constants?.has(name));
  const [input, ...more] = given;
  if (input === undefined) throw new CheckpointError(file, "there is no input");
  if (more.length > 0) {
    const names = given.map(({ name }) => shorten(name, 40)).join(", ");
    throw new UnsupportedError(file, [`${given.length} inputs (${names}), expected one`]);
  }
  const { name, shape, type } = input;
  const told = `input ${shorten(name)}`;
  if (!type.startsWith("float") && type !== "bfloat16") {
    throw new UnsupportedError(file, [`${told} of type ${type}, expected floats`]);
  }
  if (shape === undefined) throw new UnsupportedError(file, [`${told} without a shape`]);
  const [examples, ...lengths] = shape;
  if (lengths.includes(undefined)) {
    const got = shape.map((length) => length ?? "?").join(",");
    throw new UnsupportedError(
      file,
      [`${told} with axes of any length, (${got}), where only the first may be so`],
      "export it for one size of images",
    );
  }
  return [{ name, shape: shape.map((length) => length ?? 1) }, examples];
}

/** The nodes that the outputs depend on, in their order. */
function needed({ nodes, outputs }: OnnxModel, options: LowerOptions): readonly OnnxNode[] {
  const taken = new Set(options.outputs ?? outputs.map(({ name }) => name));
  const kept = nodes.toReversed().filter((node) => {
    const isTaken = node.outputs.some((name) => name !== "" && taken.has(name));
    if (isTaken) for (const name of node.inputs) taken.add(name);
    return isTaken;
  });
  return kept.toReversed();
}

function lowerNodes(
  model: OnnxModel,
  nodes: readonly OnnxNode[],
  options: LowerOptions,
  inputName: string,
  inputShape: readonly number[],
  builder: GraphBuilder,
): LoweredOnnx {
  const { file, opset, initializers } = model;
  const input = builder.input(inputName, inputShape.slice(builder.batch));
  const values = new Map<string, Value>([[inputName, input], ...(options.constants ?? [])]);
  const taken = new Set(nodes.flatMap((node) => node.inputs));
  for (const { name } of model.outputs) taken.add(name);
  const lacks: string[] = [];

  for (const node of nodes) {
    const at = `${shorten(node.op)} (node ${shorten(toldName(node))})`;
    const made = lowerNamed(node, at);
    for (const [i, name] of node.outputs.entries()) {
      if (name === "") continue;
      if (values.has(name) || initializers.has(name)) {
        throw new CheckpointError(file, `${at}: makes ${shorten(name)}, which is there already`);
      }
      // Of further outputs nobody takes any, or the operation would have refused.
      values.set(name, i === 0 ? made : { kind: "unknown" });
    }
  }
  if (lacks.length > 0) throw new UnsupportedError(file, lacks);
  return {
    isLifted: builder.batch === 1,
    input: { value: input.value, shape: input.shape },
    nodes: builder.nodes,
    parameters: builder.parameters,
    outputs: outputsOf(model, options, values),
  };

  /** Tells errors of where they were met. */
  function lowerNamed(node: OnnxNode, at: string): Value {
    try {
      return lowerNode(node);
    } catch (error) {
      if (error instanceof NotCovered) {
        lacks.push(error.message === "" ? `${at}, opset ${opset}` : `${at}: ${error.message}`);
        return { kind: "unknown" };
      }
      if (error instanceof Malformed || error instanceof ShapeError) {
        // What does not fit as one example may do so as a whole.
        if (builder.batch === 1) throw new NotLifted(error.message, { cause: error });
        throw new CheckpointError(file, `${at}: ${error.message}`, { cause: error });
      }
      throw error;
    }
  }

  function lowerNode(node: OnnxNode): Value {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : valueOf(node, name)));
    const operation = node.domain === "" ? operations.get(node.op) : undefined;
    if (operation === undefined || operation.since > opset) {
      throw new NotCovered(node.domain === "" ? "" : `of ${shorten(node.domain)}`);
    }
    if (inputs.some((input) => input?.kind === "unknown")) return { kind: "unknown" };
    const given = inputs as (Constant | Flow | undefined)[];
    const attributes = new AttributeReader(node.attributes);
    const used = node.outputs.findLastIndex((name) => taken.has(name)) + 1;
    const value = node.outputs[0] ?? "";
    const lowering = new NodeLowering(
      node.op,
      opset,
      toldName(node),
      value,
      given,
      attributes,
      used,
      builder,
    );
    const folds = operation.isOfShapes ?? given.every((input) => input?.kind !== "flow");
    const make = folds ? operation.fold : operation.lower;
    if (make === undefined) {
      throw new NotCovered(folds ? "of constants alone" : "of what is worked out of the input");
    }
    const made = make(lowering);
    lowering.requireOutputs(1);
    attributes.requireAllAsked();
    return made;
  }

  function valueOf(node: OnnxNode, name: string): Value {
    const value = values.get(name) ?? initializers.get(name)?.();
    if (value !== undefined) return value;
    const isLater = model.nodes.some(({ outputs }) => outputs.includes(name));
    const hint = didYouMean(name, [...values.keys(), ...initializers.keys()]);
    const why = isLater
      ? "which is made only after it, or of it"
      : `which nothing makes${hint && `.${hint}`}`;
    const at = `${shorten(node.op)} (node ${shorten(toldName(node))})`;
    throw new CheckpointError(file, `${at}: takes ${shorten(name)}, ${why}`);
  }
}

function outputsOf(
  { file, outputs }: OnnxModel,
  options: LowerOptions,
  values: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Flow> {
  const names = options.outputs ?? outputs.map(({ name }) => name);
  return new Map(
    names.flatMap((name): [string, Flow][] => {
      const value = values.get(name);
      if (value === undefined)
        throw new CheckpointError(file, `nothing makes its output ${shorten(name)}`);
      return value.kind === "flow" ? [[name, value]] : [];
    }),
  );
}

/** A node's own name, or that of what it makes. */
function toldName({ name, outputs }: OnnxNode): string {
  return name === "" ? (outputs.find((output) => output !== "") ?? "?") : name;
}
