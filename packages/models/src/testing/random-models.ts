import { size } from "@evalpool/tensor";
import fc from "fast-check";
import { inferShapes } from "../infer-shapes.js";
import { lowerSpec } from "../lower-spec.js";
import type { FloatTensor, Model } from "../model.js";
import { operationOf, type OpName } from "../ops/ops.js";
import type { Preprocess } from "../preprocess.js";
import type { Shape } from "../shape.js";
import type { Layer } from "../spec.js";

/** For tests: a model over a few bytes, and pixels for it. */
export interface RandomModel {
  readonly model: Model;
  /** `[examples, …input]`, whole numbers from 0 to 255. */
  readonly pixels: FloatTensor;
}

const EXAMPLES = 5;

/** What chance says of one layer; which of it counts is the layer's to choose. */
interface Choice {
  readonly op: OpName;
  /** Which of the values made so far it takes, from the last back. */
  readonly back: number;
  readonly other: number;
  readonly units: number;
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly padding: readonly [number, number, number, number];
  readonly dilation: number;
  readonly flag: boolean;
}

type Make = (choice: Choice, shape: Shape, other: Shape) => object | undefined;

const isMaps = (shape: Shape): boolean => shape.length === 3;
const window = ({ kernel, stride, padding, dilation }: Choice): object => ({
  kernel,
  strides: [stride, 3 - stride],
  padding,
  dilations: [1, dilation],
});
const inner = (padding: Choice["padding"]): number[] => padding.map((pixels) => pixels % 2);

/** What a spec says of each operation; undefined where it does not fit the shapes. */
const make: Readonly<Record<OpName, Make>> = {
  add: (_, shape, other) => (shape.join() === other.join() ? {} : undefined),
  affine: ({ flag, units }, shape) => {
    const [channels = 1, ...more] = shape;
    if (units % 4 === 0) return { shape: [2, ...shape] };
    return { shape: flag ? shape.slice(1) : [channels, ...more.map(() => 1)] };
  },
  averagePool2d: (choice, shape) =>
    isMaps(shape)
      ? {
          ...window({ ...choice, dilation: 1 }),
          kernel: [2, 3],
          padding: inner(choice.padding),
          ceilMode: choice.flag,
          countsPadding: choice.units % 2 === 0,
        }
      : undefined,
  batchNorm: () => ({ epsilon: 0.01 }),
  clip: ({ flag }) => (flag ? { lower: -0.5, upper: 1 } : { upper: 6 }),
  concat: ({ flag }, shape, other) => {
    const axis = flag ? 0 : shape.length - 1;
    const fits =
      shape.length === other.length && shape.every((n, i) => i === axis || n === other[i]);
    return fits ? { axis } : undefined;
  },
  conv2d: (choice, shape) => {
    if (!isMaps(shape)) return undefined;
    const { units, flag } = choice;
    const [channels = 1] = shape;
    const groups = flag ? channels : [4, 3, 2, 1].find((n) => channels % n === 0)!;
    return units % 3 === 0
      ? { ...window(choice), filters: groups * (1 + (units % 2)), groups }
      : { kernel: 3, padding: choice.padding, filters: units };
  },
  dense: ({ units }, shape) => (shape.length === 1 ? { units } : undefined),
  dropout: ({ flag }) => ({ ratio: 0.25, scaling: flag ? "inference" : "training" }),
  elu: () => ({ alpha: 0.5 }),
  flatten: () => ({}),
  gelu: ({ flag }) => ({ approximate: flag ? "tanh" : "none" }),
  globalAveragePool2d: (_, shape) => (isMaps(shape) ? {} : undefined),
  hardSigmoid: () => ({}),
  hardSwish: () => ({}),
  identity: () => ({}),
  leakyRelu: () => ({ slope: 0.1 }),
  localResponseNorm: (_, shape) => (isMaps(shape) ? { size: 3, alpha: 0.5 } : undefined),
  logSoftmax: ({ back }, shape) => (back === 0 ? { axis: shape.length - 1 } : { axis: 0 }),
  maxPool2d: (choice, shape) => {
    if (!isMaps(shape)) return undefined;
    if (choice.flag) return { kernel: 2 };
    const kernel = [3, 2];
    return {
      ...window({ ...choice, dilation: 1 }),
      kernel,
      padding: inner(choice.padding),
      ceilMode: true,
    };
  },
  multiply: (_, shape, other) =>
    shape.length === other.length && shape.every((n, i) => n === other[i] || other[i] === 1)
      ? {}
      : undefined,
  pad: ({ padding, units }, shape) =>
    isMaps(shape)
      ? {
          padding,
          value: units % 2 === 0 ? 0 : 1.5,
          mode: (["constant", "edge", "reflect"] as const)[units % 3],
        }
      : undefined,
  prelu: () => ({}),
  relu: () => ({}),
  reshape: (_, shape) => ({ shape: [-1, shape.at(-1)!, 1] }),
  scale: ({ units }) => ({ divisor: units }),
  selu: () => ({}),
  sigmoid: () => ({}),
  silu: () => ({}),
  slice: ({ flag, other, units }, shape) => {
    const axis = flag ? 0 : shape.length - 1;
    const length = shape[axis]!;
    const start = other % length;
    return { axis, start, end: start + 1 + (units % (length - start)) };
  },
  softmax: ({ flag }) => (flag ? { axis: 0 } : {}),
  softplus: () => ({}),
  softsign: () => ({}),
  step: () => ({}),
  tanh: () => ({}),
  transpose: (_, shape) => ({ permutation: shape.map((_, i) => (i + 1) % shape.length) }),
};

const names = Object.keys(make) as OpName[];

const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({
    op: fc.oneof(
      fc.constantFrom<OpName>("dense", "conv2d", "relu", "maxPool2d", "add", "batchNorm"),
      fc.constantFrom(...names),
    ),
    back: fc.nat({ max: 2 }),
    other: fc.nat({ max: 3 }),
    units: fc.integer({ min: 1, max: 30 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.integer({ min: 1, max: 2 }),
    padding: fc.tuple(...([0, 0, 0, 0] as const).map(() => fc.nat({ max: 2 }))) as fc.Arbitrary<
      [number, number, number, number]
    >,
    dilation: fc.integer({ min: 1, max: 2 }),
    flag: fc.boolean(),
  }),
  { minLength: 0, maxLength: 8 },
);

/** The most values that one of a random network has, so that tests stay quick. */
const MOST_VALUES = 4000;

/**
 * Graphs of any shape that the operations allow: branches that part and meet, values that nobody
 * reads, values that several read, an output in the middle; flat in the end.
 */
export const randomModels: fc.Arbitrary<RandomModel> = fc
  .record({
    input: fc.constantFrom<Shape>([7], [40], [2, 3], [1, 4, 4], [3, 5, 6], [1, 9, 8]),
    choices,
    output: fc.nat({ max: 1 }),
    preprocess: fc.constantFrom<Preprocess>(
      {},
      { scale: 1 / 255 },
      { scale: 1 / 255, mean: [0.13], std: [0.31] },
      { mean: [120, 110, 100], std: [58] },
      { scale: 1 / 255, std: [0.5, 2, 1] },
    ),
    seed: fc.integer(),
  })
  .map(({ input, choices, output, preprocess, seed }) => {
    const values: [name: string, shape: Shape][] = [["x", input]];
    const layers: Layer[] = [];
    const parameters = new Map<string, FloatTensor>();
    const add = (op: OpName, inputs: readonly (readonly [string, Shape])[], said: object): void => {
      const name = `n${layers.length}`;
      const operation = operationOf(op);
      const { roles } = operation;
      const shapes = inputs.map(([, shape]) => shape);
      const inferred = operation.infer(shapes, operation.complete(said));
      if (size(inferred.output) > MOST_VALUES) return;
      const named = Object.keys(roles).flatMap((role) => {
        const { shape = [] } = inferred.parameters?.[role] ?? {};
        // As many as not have no bias.
        if (roles[role] === "optional" && (seed + layers.length) % 2 === 0) return [];
        const full = `${name}.${role}`;
        const values = tensorOf(seed + parameters.size, shape);
        const positive = { ...values, data: values.data.map((v) => Math.abs(v) + 0.25) };
        parameters.set(full, role === "variance" ? positive : values);
        return [[role, full] as const];
      });
      const from = inputs.map(([value]) => value);
      const layer = { type: op, name, inputs: from, ...said, ...Object.fromEntries(named) };
      layers.push(layer as unknown as Layer);
      values.push([name, inferred.output]);
    };
    const pick = (back: number): [string, Shape] => values[Math.max(0, values.length - 1 - back)]!;
    for (const choice of choices) {
      const { op, back, other } = choice;
      let from = pick(back);
      if (op === "dense" && from[1].length > 1) {
        add("flatten", [from], {});
        from = pick(0);
      }
      const second = pick(other);
      const said = make[op](choice, from[1], second[1]);
      if (said === undefined) continue;
      try {
        add(op, takesTwo(op) ? [from, second] : [from], said);
      } catch {
        // Chance gave it a window that does not fit.
      }
    }
    if (pick(output)[1].length > 1) add("flatten", [pick(output)], {});
    const last = pick(output)[1].length > 1 ? pick(0) : pick(output);
    const spec = { id: "random", input, layers, output: last[0] };
    const graph = { ...lowerSpec(spec), preprocess };
    inferShapes(graph);
    const pixels = tensorOf(seed, [EXAMPLES, ...input]).data.map((value, i) =>
      i % 3 === 0 ? Math.floor(Math.abs(value) * 256) % 256 : 0,
    );
    return {
      model: { graph, parameters },
      pixels: { data: Float64Array.from(pixels), shape: [EXAMPLES, ...input] },
    };
  });

function takesTwo(op: OpName): boolean {
  return op === "add" || op === "multiply" || op === "concat";
}

/** Numbers in [-1, 1), the same for the same seed; in float32, so that kernels have the same. */
function tensorOf(seed: number, shape: Shape): FloatTensor {
  let state = seed | 1;
  const data = Float64Array.from({ length: size(shape) }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return Math.fround((state | 0) / 2 ** 31);
  });
  return { data, shape };
}
