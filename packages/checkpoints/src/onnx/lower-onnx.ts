import { CheckpointError, shorten, UnsupportedError } from "@evalpool/errors";
import type { Graph, Node, Parameters } from "@evalpool/models";
import type { Constant } from "./constant.js";
import type { OnnxModel, OnnxNode } from "./decode-model.js";
import { fuseGelu } from "./fuse-gelu.js";
import { GraphBuilder } from "./graph-builder.js";
import { NodeWalk } from "./node-walk.js";
import { NotLifted } from "./signals.js";
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
export function lowerOnnx(decoded: OnnxModel, options: LowerOptions = {}): LoweredOnnx {
  const model = fuseGelu(decoded);
  const [input, examples] = inputOf(model, options);
  if (input.shape.length < 2) return lowerAs(new GraphBuilder(0, 1), model, options, input);
  try {
    return lowerAs(new GraphBuilder(1, examples), model, options, input);
  } catch (error) {
    if (!(error instanceof NotLifted)) throw error;
    try {
      return lowerAs(new GraphBuilder(0, 1), model, options, input);
    } catch (later) {
      // Where it fits neither way, the usual one says more.
      throw error.cause instanceof CheckpointError ? error.cause : later;
    }
  }
}

/** An input of a shape, of which the first axis may be the batch. */
interface Given {
  readonly name: string;
  readonly shape: readonly number[];
}

function lowerAs(
  builder: GraphBuilder,
  model: OnnxModel,
  options: LowerOptions,
  { name, shape }: Given,
): LoweredOnnx {
  const input = builder.input(name, shape.slice(builder.batch));
  const values = new Map<string, Value>([[name, input], ...(options.constants ?? [])]);
  new NodeWalk(model, needed(model, options), values, builder).lower();
  return {
    isLifted: builder.batch === 1,
    input: { value: input.value, shape: input.shape },
    nodes: builder.nodes,
    parameters: builder.parameters,
    outputs: outputsOf(model, options, values),
  };
}

/** The one input that is no constant, and how many examples it has. @throws {UnsupportedError} */
function inputOf(
  { file, inputs }: OnnxModel,
  { constants }: LowerOptions,
): [Given, number | undefined] {
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
