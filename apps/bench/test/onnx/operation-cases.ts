import { lowerSpec, type Graph, type Layer, type OpName, type Shape } from "@evalpool/models";
import { createRandom, type Random } from "@evalpool/random";

/** A network of one operation, and what it needs around it. */
interface OperationCase {
  readonly input: Shape;
  /** From the value that it begins with, which is also what the first layer takes. */
  readonly layers: (from: string) => Layer[];
}

type MakeCases = (random: Random) => OperationCase[];

/** Of three channels, so that one lane of each vector is no channel; and a row. */
const maps: Shape = [3, 7, 6];
const row: Shape = [13];

/** Each operation on inputs of several shapes, with attributes by chance. */
const makeCases: Readonly<Record<OpName, MakeCases>> = {
  add: () => combinations("add"),
  affine: () => [
    on(maps, { type: "affine", shape: [3, 1, 1], factor: "f", offset: "o" }),
    on(maps, { type: "affine", shape: [1], offset: "o" }),
    on(maps, { type: "affine", shape: [7, 6], factor: "f" }),
    on(row, { type: "affine", shape: [13], factor: "f", offset: "o" }),
  ],
  averagePool2d: (random) =>
    repeat(9, (i) =>
      ofMaps(random, {
        type: "averagePool2d",
        ...pool(random),
        ceilMode: i % 2 === 1,
        countsPadding: i % 3 === 0,
      }),
    ),
  batchNorm: (random) => onBoth({ ...batchNorm("n"), epsilon: random.uniform(0, 0.1) }),
  clip: (random) => [
    ...onBoth({ type: "clip", lower: random.uniform(-0.5, 0), upper: random.uniform(0, 0.7) }),
    ...onBoth({ type: "clip", upper: 0.5 }),
    ...onBoth({ type: "clip", lower: 0.25 }),
  ],
  concat: () =>
    [0, 1, 2].map((axis) => ({
      input: maps,
      layers: (from) => [
        { type: "tanh", name: "t" },
        { type: "concat", inputs: ["t", from, "t"], axis },
      ],
    })),
  conv2d: (random) => [
    ...repeat(16, (i) => ofMaps(random, conv(random, i, [1, 1, 2, 8][i % 4]!))),
    // Byte by byte, of one channel.
    ...repeat(6, (i) => ({ ...ofMaps(random, conv(random, i, 1)), input: [1, 12, 13] })),
  ],
  dense: () => [
    on([50], { type: "dense", units: 31, weight: "W", bias: "b" }),
    on([4], { type: "dense", units: 1, weight: "W" }),
    {
      input: maps,
      layers: () => [{ type: "flatten" }, { type: "dense", units: 17, weight: "W", bias: "b" }],
    },
  ],
  dropout: (random) => [
    ...onBoth({ type: "dropout", ratio: random.uniform(0, 1), scaling: "inference" }),
    ...onBoth({ type: "dropout", ratio: 0.5 }),
  ],
  elu: (random) => onBoth({ type: "elu", alpha: random.uniform(0.1, 2) }),
  flatten: () => onBoth({ type: "flatten" }),
  gelu: () => [...onBoth({ type: "gelu" }), ...onBoth({ type: "gelu", approximate: "tanh" })],
  globalAveragePool2d: () => [on(maps, { type: "globalAveragePool2d" })],
  hardSigmoid: (random) => [
    ...onBoth({ type: "hardSigmoid" }),
    ...onBoth({ type: "hardSigmoid", alpha: random.uniform(0, 1), beta: random.uniform(0, 1) }),
  ],
  hardSwish: () => onBoth({ type: "hardSwish" }),
  identity: () => onBoth({ type: "identity" }),
  leakyRelu: (random) => onBoth({ type: "leakyRelu", slope: random.uniform(-1, 2) }),
  localResponseNorm: (random) =>
    [1, 3, 5, 7, 9].map((size) =>
      // onnxruntime's running sums of squares are too rough for numbers as large as 255; its sizes are odd.
      on(
        [5, 4, 2],
        { type: "scale", divisor: 255 },
        {
          type: "localResponseNorm",
          size,
          alpha: random.uniform(0, 2),
          beta: random.uniform(0, 1),
          bias: random.uniform(1, 2),
        },
      ),
    ),
  logSoftmax: () => softmaxes("logSoftmax"),
  maxPool2d: (random) =>
    repeat(9, (i) => ofMaps(random, { type: "maxPool2d", ...pool(random), ceilMode: i % 2 === 1 })),
  multiply: () => combinations("multiply"),
  pad: (random) =>
    repeat(3, () =>
      on(maps, { type: "pad", padding: padding(random, 3), value: random.uniform(-1, 1) }),
    ),
  prelu: () => onBoth({ type: "prelu", slope: "s" }),
  relu: () => onBoth({ type: "relu" }),
  reshape: () => [
    on(maps, { type: "reshape", shape: [2, -1, 9] }),
    on([6], { type: "reshape", shape: [2, 3, 1] }),
  ],
  scale: (random) => onBoth({ type: "scale", divisor: random.uniform(0.1, 5) }),
  selu: () => onBoth({ type: "selu" }),
  sigmoid: () => onBoth({ type: "sigmoid" }),
  silu: () => onBoth({ type: "silu" }),
  slice: () => [
    on(maps, { type: "slice", start: 1, end: 3 }),
    on([9, 5, 6], { type: "slice", start: 2, end: 8 }),
    on(maps, { type: "slice", axis: 1, start: 3, end: 7 }),
    on(maps, { type: "slice", axis: 2, end: 4 }),
    on(row, { type: "slice", start: 5, end: 9 }),
  ],
  softmax: () => softmaxes("softmax"),
  softplus: () => onBoth({ type: "softplus" }),
  softsign: () => onBoth({ type: "softsign" }),
  step: () => onBoth({ type: "step" }),
  tanh: () => onBoth({ type: "tanh" }),
  transpose: () =>
    [
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ].map((permutation) => on(maps, { type: "transpose", permutation })),
};

/** The names of all operations. */
export const operationNames = Object.keys(makeCases) as OpName[];

/**
 * Graphs of one operation: of stored pixels themselves, and of numbers below and above 0 that are
 * made of them.
 */
export function operationGraphs(op: OpName): Graph[] {
  const random = createRandom(1, operationNames.indexOf(op));
  return makeCases[op](random).flatMap(({ input, layers }, i) =>
    [
      { from: "x", before: [] },
      { from: "signed", before: [{ type: "scale", divisor: 100 } as const, batchNorm("signed")] },
    ].map(({ from, before }) =>
      lowerSpec({
        id: `${op} ${i} of ${from}`,
        input,
        layers: [...before, ...layers(from), { type: "flatten" }],
      }),
    ),
  );
}

function on(input: Shape, ...layers: Layer[]): OperationCase {
  return { input, layers: () => layers };
}

function onBoth(layer: Layer): OperationCase[] {
  return [on(maps, layer), on(row, layer)];
}

/** On maps of 1 to 9 channels. */
function ofMaps(random: Random, layer: Layer): OperationCase {
  const channels = layer.type === "conv2d" ? 8 : 1 + random.below(9);
  return on([channels, 9 + random.below(4), 9 + random.below(4)], layer);
}

function repeat<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

function batchNorm(name: string): Extract<Layer, { type: "batchNorm" }> {
  const [scale, bias] = [`${name}.scale`, `${name}.bias`];
  return {
    type: "batchNorm",
    name,
    scale,
    bias,
    mean: `${name}.mean`,
    variance: `${name}.variance`,
  };
}

function conv(random: Random, i: number, groups: number): Layer {
  const kernel = pair(random, 4);
  return {
    type: "conv2d",
    filters: groups * (1 + random.below(Math.floor(20 / groups))),
    kernel: i % 8 === 0 ? 3 : kernel,
    strides: i % 2 === 0 ? 1 : pair(random, 3),
    padding: padding(random, 3),
    dilations: i % 3 === 0 ? 1 : pair(random, 2),
    groups,
    weight: "W",
    ...(random.below(2) === 0 && { bias: "b" }),
  };
}

/** A window whose padding is less than itself, as ONNX wants it. */
function pool(random: Random) {
  const kernel = pair(random, 3);
  const [height, width] = kernel;
  const [top, left] = [random.below(height), random.below(width)];
  return {
    kernel,
    strides: pair(random, 3),
    padding: [top, left, random.below(height), random.below(width)] as const,
    dilations: pair(random, 2),
  };
}

function pair(random: Random, most: number): readonly [number, number] {
  return [1 + random.below(most), 1 + random.below(most)];
}

function padding(random: Random, below: number) {
  const side = (): number => random.below(below);
  return [side(), side(), side(), side()] as const;
}

/** Of the same shape, a value for each channel, and a value for each column. */
function combinations(type: "add" | "multiply"): OperationCase[] {
  const whole = (from: string): Layer[] => [
    { type: "tanh", name: "t" },
    { type, inputs: [from, "t"] },
  ];
  return [
    { input: maps, layers: whole },
    { input: row, layers: whole },
    {
      input: maps,
      layers: (from) => [
        { type: "globalAveragePool2d", name: "mean" },
        { type, inputs: [from, "mean"] },
      ],
    },
    {
      input: maps,
      layers: (from) => [
        { type: "flatten" },
        { type: "dense", units: maps.at(-1)!, weight: "W", name: "columns" },
        { type, inputs: ["columns", from] },
      ],
    },
  ];
}

function softmaxes(type: "softmax" | "logSoftmax"): OperationCase[] {
  return [...onBoth({ type }), ...[0, 1, 2].map((axis) => on(maps, { type, axis }))];
}
