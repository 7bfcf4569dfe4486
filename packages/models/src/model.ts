import { size, type Tensor } from "@evalpool/tensor";
import { CheckpointError } from "@evalpool/errors";
import { parameterShapes, type ModelSpec } from "./spec.js";

/** A tensor as weights are kept. */
export type FloatTensor = Tensor<Float32Array | Float64Array>;

/** Named tensors, as a checkpoint file holds them. */
export type Parameters = ReadonlyMap<string, FloatTensor>;

/** A network with weights that fit it: those of dense layers are `[inputs, units]`. */
export interface Model {
  readonly spec: ModelSpec;
  readonly parameters: Parameters;
}

/** Number of trained values: weights and biases. */
export function parameterCount(spec: ModelSpec): number {
  return parameterShapes(spec).reduce((sum, { shape }) => sum + size(shape), 0);
}

/**
 * Joins a spec and a checkpoint.
 *
 * @param file the checkpoint's name for error messages
 * @throws {CheckpointError} that lists every missing, extra and misshapen parameter and every one
 * that is not finite
 */
export function bind(spec: ModelSpec, parameters: Parameters, file: string): Model {
  const expected = parameterShapes(spec);
  const names = new Set(expected.map(({ name }) => name));
  const problems = [
    ...expected.flatMap(({ name, shape }) => {
      const got = parameters.get(name);
      if (got === undefined) return [`missing ${name} (${shape.join(",")})`];
      const problem = shapeProblem(shape, got) ?? finiteProblem(got);
      return problem === undefined ? [] : [`${name}: ${problem}`];
    }),
    ...[...parameters]
      .filter(([name]) => !names.has(name))
      .map(([name, { shape }]) => `extra ${name} (${shape.join(",")})`),
  ];
  if (problems.length > 0) {
    throw new CheckpointError(file, `not the weights of ${spec.id}: ${problems.join("; ")}`);
  }
  return { spec, parameters: checkpointLayout(spec, parameters) };
}

/**
 * Turns the weights that a checkpoint holds as `[units, inputs]`: between the layout of a model
 * and that of its checkpoint, either way.
 */
export function checkpointLayout(spec: ModelSpec, parameters: Parameters): Parameters {
  const turned = new Map(parameters);
  for (const layer of spec.layers) {
    if (layer.type !== "dense" || layer.layout !== "out,in") continue;
    turned.set(layer.weight, transpose(parameters.get(layer.weight)!));
  }
  return turned;
}

function transpose({ data, shape }: FloatTensor): FloatTensor {
  const [rows, columns] = shape as [number, number];
  const out = data.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j]!;
  }
  return { data: out, shape: [columns, rows] };
}

function shapeProblem(expected: readonly number[], { shape }: FloatTensor): string | undefined {
  if (expected.join() === shape.join()) return undefined;
  return `expected shape (${expected.join(",")}), got (${shape.join(",")})`;
}

function finiteProblem({ data }: FloatTensor): string | undefined {
  // What kernels make of them: a float64 beyond float32's range is an infinity there.
  const floats = new Float32Array(data);
  // A loop of ours would be slow here: it would run once, before it is compiled.
  if (![NaN, Infinity, -Infinity].some((value) => floats.includes(value))) return undefined;
  const at = floats.findIndex((value) => !Number.isFinite(value));
  return `expected finite float32 values, got ${data[at]} at index ${at}`;
}
