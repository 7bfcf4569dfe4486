import fc from "fast-check";
import {
  inferShapes,
  lowerSpec,
  outputShape,
  type Graph,
  type Layer,
  type Shape,
} from "@evalpool/models";

/** What chance says of one layer. */
interface Choice {
  readonly kind: number;
  readonly size: number;
  readonly stride: number;
  readonly flag: boolean;
  /** Which of the values made so far is taken beside the last. */
  readonly back: number;
}

const FUNCTIONS = [
  "relu",
  "sigmoid",
  "tanh",
  "leakyRelu",
  "elu",
  "selu",
  "hardSigmoid",
  "hardSwish",
  "silu",
  "softplus",
  "softsign",
  "gelu",
  "clip",
] as const;

/** A layer that fits a value, of those that do. */
function layerOf(choice: Choice, index: number, shape: Shape, others: readonly string[]): Layer {
  const { kind, size, stride, flag, back } = choice;
  const name = `l${index}`;
  const other = others[back % others.length];
  const window = { kernel: [size, 2], strides: [stride, 1], padding: flag ? 1 : 0 } as const;
  const any: Layer[] = [
    { type: FUNCTIONS[(size * 5 + stride + back) % FUNCTIONS.length] ?? "relu", name },
    {
      type: "affine",
      shape: [...shape.slice(0, 1), ...shape.slice(1).map(() => 1)],
      factor: `${name}.f`,
      offset: `${name}.o`,
      name,
    },
    { type: "transpose", permutation: [...shape.keys()].reverse(), name },
    { type: "reshape", shape: [...shape].reverse(), name },
    ...(other === undefined
      ? []
      : ([
          { type: flag ? "add" : "multiply", inputs: ["@", other], name },
          { type: "concat", inputs: ["@", other], axis: shape.length - 1, name },
        ] as Layer[])),
  ];
  const ofMaps: Layer[] = [
    { type: "conv2d", filters: size + 1, ...window, weight: `${name}.w`, bias: `${name}.b`, name },
    { type: "maxPool2d", ...window, ceilMode: back % 2 === 0, name },
    {
      type: "averagePool2d",
      ...window,
      ceilMode: back % 2 === 0,
      countsPadding: stride === 1,
      name,
    },
    {
      type: "batchNorm",
      scale: `${name}.s`,
      bias: `${name}.b`,
      mean: `${name}.m`,
      variance: `${name}.v`,
      name,
    },
    { type: "localResponseNorm", size: 2 * size - 1, name },
    { type: "pad", padding: [1, 0, 2, 1], mode: flag ? "edge" : "constant", name },
    { type: "globalAveragePool2d", name },
    { type: "flatten", name },
  ];
  const ofRows: Layer[] = [
    { type: "dense", units: size * 3, weight: `${name}.w`, bias: `${name}.b`, name },
    { type: "prelu", slope: `${name}.p`, name },
    { type: "softmax", name },
  ];
  const all = [...any, ...(shape.length === 3 ? ofMaps : ofRows)];
  return all[kind % all.length]!;
}

/** Small networks of random layers, ending in a dense layer of five classes. */
export const randomGraph: fc.Arbitrary<Graph> = fc
  .array(
    fc.record({
      kind: fc.nat(1000),
      size: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 2 }),
      flag: fc.boolean(),
      back: fc.nat(12),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((choices) => {
    const layers: Layer[] = [];
    const input = [2, 7, 6];
    for (const [index, choice] of choices.entries()) {
      const sofar = graphOf(input, layers);
      const shape = layers.length === 0 ? input : outputShape(sofar);
      const alike = inferShapes(sofar).filter(({ output }) => output.join() === shape.join());
      const others = alike.map(({ node }) => node.output).slice(0, -1);
      const last = layers.at(-1)?.name ?? "x";
      const layer = layerOf(choice, index, shape, others);
      const whole =
        "inputs" in layer
          ? { ...layer, inputs: layer.inputs?.map((v) => (v === "@" ? last : v)) }
          : layer;
      // What does not fit is left out.
      if (fits(input, [...layers, whole])) layers.push(whole);
    }
    const end: Layer[] = [
      { type: "flatten", name: "flat" },
      { type: "dense", units: 5, weight: "end.w", bias: "end.b", name: "end" },
    ];
    return graphOf(input, [...layers, ...end]);
  });

function graphOf(input: Shape, layers: readonly Layer[]): Graph {
  return lowerSpec({ id: "random", input: [...input], layers: [...layers] });
}

function fits(input: Shape, layers: readonly Layer[]): boolean {
  try {
    inferShapes(graphOf(input, layers));
    return true;
  } catch {
    return false;
  }
}
