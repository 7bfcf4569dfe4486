import { CheckpointError, formatShape, listProblems, shorten } from "@evalpool/errors";
import type { Layer, ModelSpec, Parameters } from "@evalpool/models";

/** A spec to start from, and what in it is not told by the weights. */
export interface ChainOfLinear {
  readonly spec: ModelSpec;
  /** A line each. */
  readonly guesses: readonly string[];
}

/** How a file holds weights: as NumPy code has them, or as PyTorch's `Linear`. */
type Layout = "in,out" | "out,in";

interface Linear {
  readonly weight: string;
  readonly shape: readonly [number, number];
  /** Name and length. */
  readonly bias?: readonly [string, number];
}

const HOW = "describe the network in a spec by hand";

/**
 * The network whose weights are a plain chain of linear layers, each as wide as the next one is deep.
 * Order and layout are told by shapes, biases by names or by their place behind the weight.
 *
 * @param file the checkpoint's name, for messages and the network's id
 * @throws {CheckpointError} where the weights are of anything else
 */
export function chainOfLinear(parameters: Parameters, file: string): ChainOfLinear {
  const layers = pair(parameters, file);
  const orders = ordersOf(layers);
  const chains = orders.flatMap((order) =>
    (["in,out", "out,in"] as const)
      .filter((layout) => isChain(order, layout))
      .map((layout) => ({ order, layout })),
  );
  const [first] = chains;
  if (first === undefined) {
    const shapes = layers.map(
      ({ weight, shape }) => `${shorten(weight, 40)} ${formatShape(shape)}`,
    );
    const reason = `no chain of linear layers, for their shapes do not meet: ${listProblems(shapes)}`;
    throw new CheckpointError(file, `${reason}; ${HOW}`);
  }
  const { order } = first;
  const layouts = new Set(chains.filter((c) => c.order === order).map(({ layout }) => layout));
  // PyTorch's names are those of its attributes.
  const isTorch = order.every(({ weight }) => weight.endsWith("weight"));
  const layout = layouts.size === 1 ? first.layout : isTorch ? "out,in" : "in,out";
  const isOneOfOrders = chains.some((chain) => chain.order !== order);
  return {
    spec: specOf(order, layout, file),
    guesses: guessesOf(order, layouts.size > 1 ? layout : undefined, isOneOfOrders),
  };
}

/** That of the file, and that of the names; the likelier one first. */
function ordersOf(layers: readonly Linear[]): readonly (readonly Linear[])[] {
  const byName = layers.toSorted((a, b) => natural.compare(a.weight, b.weight));
  if (byName.every((layer, i) => layer === layers[i])) return [layers];
  // Where numbers alone tell names apart, they are an order that some formats do not keep.
  const isNumbered = new Set(layers.map(({ weight }) => weight.replaceAll(/\d+/g, ""))).size === 1;
  return isNumbered ? [byName, layers] : [layers, byName];
}

function guessesOf(
  order: readonly Linear[],
  layout: Layout | undefined,
  isOneOfOrders: boolean,
): string[] {
  const relu = order.length > 1 ? ", and relu stands between the layers" : "";
  const names = listProblems(order.map(({ weight }) => shorten(weight, 40)));
  return [
    `pixels are divided by 255${relu}: the weights do not tell, so set both as they were in training`,
    ...(layout === undefined
      ? []
      : [`weights are taken as [${layout}] by their names: their shapes fit the other way too`]),
    ...(isOneOfOrders
      ? [`layers are taken in the order ${names}: their shapes fit in another too`]
      : []),
  ];
}

/** What a person takes for the order of names: `layer2` before `layer10`. */
const natural = new Intl.Collator("en", { numeric: true });

/** Weights in the order of the file, each with its bias. */
function pair(parameters: Parameters, file: string): Linear[] {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `no chain of linear layers, for ${reason}; ${HOW}`);
  };
  const { matrices, biases } = sort(parameters, refuse);
  if (matrices.size === 0) refuse("it has no matrix");
  const stems = new Map([...matrices.keys()].map((name) => [stemOf(name, weightWords), name]));
  const paired = new Map<string, readonly [string, number]>();
  for (const { name, length, before } of biases) {
    const weight = stems.get(stemOf(name, biasWords) ?? NO_STEM) ?? before;
    if (weight === undefined || paired.has(weight)) {
      return refuse(`${shorten(name)} (${length},) is the bias of none`);
    }
    paired.set(weight, [name, length]);
  }
  return [...parameters.keys()].flatMap((weight): Linear[] => {
    const shape = matrices.get(weight);
    const bias = paired.get(weight);
    return shape === undefined ? [] : [{ weight, shape, ...(bias && { bias }) }];
  });
}

/** What no name is without the word of its role. */
const NO_STEM = "\0";

interface Bias {
  readonly name: string;
  readonly length: number;
  /** The last matrix before it, by their names. */
  readonly before: string | undefined;
}

/** Tells matrices from biases. */
function sort(
  parameters: Parameters,
  refuse: (reason: string) => never,
): { matrices: ReadonlyMap<string, readonly [number, number]>; biases: readonly Bias[] } {
  const matrices = new Map<string, readonly [number, number]>();
  const biases: Bias[] = [];
  let before: string | undefined;
  for (const [name, { shape }] of [...parameters].sort(([a], [b]) => natural.compare(a, b))) {
    const [rows = 1, columns = 1] = shape;
    if (shape.length === 1) biases.push({ name, length: rows, before });
    else if (isRow(name, shape, matrices.get(before ?? "")))
      biases.push({ name, length: columns, before });
    else if (shape.length === 2) {
      matrices.set(name, [rows, columns]);
      before = name;
    } else refuse(`it has ${shorten(name)} ${formatShape(shape)}`);
  }
  return { matrices, biases };
}

/** Words of a role, with nothing but numbers and marks behind: `fc1.weight`, `W1`, `dense/kernel:0`. */
const weightWords = /(?:weights?|kernel|coefs?|w)(?=[\W\d_]*$)/i;
const biasWords = /(?:bias(?:es)?|intercepts?|b)(?=[\W\d_]*$)/i;

/** A name without the word of its role. */
function stemOf(name: string, words: RegExp): string | undefined {
  return words.test(name) ? name.replace(words, "") : undefined;
}

/**
 * Whether `[1, n]` is a bias: by its name, or where names say nothing, behind `[m, n]`.
 *
 * @param before shape of the matrix before it
 */
function isRow(
  name: string,
  shape: readonly number[],
  before: readonly [number, number] | undefined,
): boolean {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows !== 1) return false;
  if (stemOf(name, biasWords) !== undefined) return true;
  return stemOf(name, weightWords) === undefined && before?.[1] === columns;
}

function isChain(layers: readonly Linear[], layout: Layout): boolean {
  return layers.every((layer, i) => {
    const { units } = sizesOf(layer, layout);
    const next = layers[i + 1];
    const meets = next === undefined || sizesOf(next, layout).inputs === units;
    return meets && (layer.bias === undefined || layer.bias[1] === units);
  });
}

function sizesOf({ shape: [a, b] }: Linear, layout: Layout): { inputs: number; units: number } {
  return layout === "in,out" ? { inputs: a, units: b } : { inputs: b, units: a };
}

function specOf(order: readonly Linear[], layout: Layout, file: string): ModelSpec {
  const dense = order.map((layer): Layer => ({
    type: "dense",
    units: sizesOf(layer, layout).units,
    weight: layer.weight,
    ...(layer.bias && { bias: layer.bias[0] }),
    ...(layout === "out,in" && { layout }),
  }));
  const [first] = order;
  const inputs = first === undefined ? 0 : sizesOf(first, layout).inputs;
  const side = Math.sqrt(inputs);
  return {
    id: idOf(file),
    input: [inputs],
    // Images of as many pixels but another form would be read in the wrong order.
    ...(Number.isInteger(side) && side > 1 && { image: [1, side, side] as const }),
    layers: [
      { type: "scale", divisor: 255 },
      ...dense.flatMap((layer, i): Layer[] => (i === 0 ? [layer] : [{ type: "relu" }, layer])),
    ],
  };
}

/** The file's name without directories and ending. */
function idOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? "";
  return base.replace(/\.[^.]*$/, "") || "network";
}
