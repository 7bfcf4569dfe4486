import {
  CheckpointError,
  instanceOf,
  listProblems,
  requireArgument,
  shorten,
} from "@evalpool/errors";
import { size, transpose, type Tensor } from "@evalpool/tensor";
import type { Graph, Node } from "./graph.js";
import { parametersOf, type NodeParameter } from "./infer-shapes.js";
import { operationOf } from "./ops/ops.js";
import { requireGraph } from "./require-model.js";
import { axesFromStored, axesToStored } from "./stored.js";

/** A tensor as weights are kept. */
export type FloatTensor = Tensor<Float32Array | Float64Array>;

/** Named tensors, as a checkpoint file holds them. */
export type Parameters = ReadonlyMap<string, FloatTensor>;

/**
 * A network with weights that fit it: those of dense layers are `[inputs, units]`, those of
 * convolutions `[filters, channels / groups, kH, kW]`.
 */
export interface Model {
  readonly graph: Graph;
  readonly parameters: Parameters;
}

/**
 * Joins a network and a checkpoint, in which a row `[1, n]` may stand for `[n]`, as of a bias.
 *
 * @param file the checkpoint's name for error messages
 * @param leftOut what the file holds beside, in words: one of it may be what is missing
 * @throws {CheckpointError} that lists missing, extra and misshapen parameters and those that are
 * not finite
 */
export function bind(
  graph: Graph,
  given: Parameters,
  file: string,
  leftOut: readonly string[] = [],
): Model {
  requireGraph("bind", graph);
  requireArgument("bind: given", instanceOf("a Map of tensors by name", Map), given);
  const expected = parametersOf(graph);
  const parameters = withoutRows(expected, given);
  const names = new Set(expected.map(({ name }) => name));
  const problems = [
    ...expected.flatMap(({ name, storedShape: shape }) => {
      const got = parameters.get(name);
      if (got === undefined) return [`missing ${shorten(name)} ${told(shape)}`];
      const problem = shapeProblem(shape, got) ?? finiteProblem(got);
      return problem === undefined ? [] : [`${shorten(name)}: ${problem}`];
    }),
    ...[...parameters]
      .filter(([name]) => !names.has(name))
      .map(([name, { shape }]) => `extra ${shorten(name)} ${told(shape)}`),
  ];
  if (problems.length > 0) {
    const reason = `not the weights of ${shorten(graph.id)}: ${listProblems(problems)}`;
    const beside = leftOut.length > 0 ? `; left out of the file: ${listProblems(leftOut)}` : "";
    throw new CheckpointError(file, reason + beside + adviceOnMissing(graph, parameters));
  }
  return { graph, parameters: turned(graph, parameters, axesFromStored) };
}

/** What to do where parameters are missing that a network need not have. */
function adviceOnMissing(graph: Graph, parameters: Parameters): string {
  const roles = graph.nodes.flatMap((node: Node) =>
    Object.entries(node.parameters).flatMap(([role, { name }]) =>
      !parameters.has(name) && operationOf(node.op).roles[role] === "optional" ? [role] : [],
    ),
  );
  const [role] = roles;
  return role === undefined ? "" : `; where there is no ${role}, leave it out of the spec's layer`;
}

/** With `[n]` for each `[1, n]` where that is expected. */
function withoutRows(expected: readonly NodeParameter[], parameters: Parameters): Parameters {
  const all = new Map(parameters);
  for (const { name, storedShape } of expected) {
    const tensor = parameters.get(name);
    const [length] = storedShape;
    const isRow = storedShape.length === 1 && tensor?.shape.join() === `1,${length}`;
    if (isRow) all.set(name, { data: tensor.data, shape: storedShape });
  }
  return all;
}

/** The weights of a model as its checkpoint holds them. */
export function checkpointLayout(graph: Graph, parameters: Parameters): Parameters {
  return turned(graph, parameters, axesToStored);
}

function turned(graph: Graph, parameters: Parameters, axesOf: typeof axesToStored): Parameters {
  const all = new Map(parameters);
  for (const { name, stored } of parametersOf(graph)) {
    const tensor = parameters.get(name);
    const axes = axesOf(stored);
    if (axes !== undefined && tensor !== undefined) all.set(name, transpose(tensor, axes));
  }
  return all;
}

function told(shape: readonly number[]): string {
  return shorten(`(${shape.join(",")})`);
}

function shapeProblem(
  expected: readonly number[],
  { data, shape }: FloatTensor,
): string | undefined {
  if (expected.join() !== shape.join()) {
    return `expected shape ${told(expected)}, got ${told(shape)}`;
  }
  if (data.length === size(shape)) return undefined;
  return `expected ${size(shape)} values of shape ${told(shape)}, got ${data.length}`;
}

function finiteProblem({ data }: FloatTensor): string | undefined {
  // What kernels make of them: a float64 beyond float32's range is an infinity there.
  const floats = new Float32Array(data);
  // A loop of ours would be slow here: it would run once, before it is compiled.
  if (![NaN, Infinity, -Infinity].some((value) => floats.includes(value))) return undefined;
  const at = floats.findIndex((value) => !Number.isFinite(value));
  return `expected finite float32 values, got ${data[at]} at index ${at}`;
}
