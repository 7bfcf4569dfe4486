import type { Node, OpName } from "@evalpool/models";
import { count } from "../components/numbers.js";
import { formatValue } from "./format-value.js";
import { shapeText } from "./shape-text.js";

type Shape = readonly number[];

/** What a node does, as the beginning of a sentence. */
type Describe<O extends OpName> = (node: Node<O>, inputs: readonly Shape[]) => string;

const each = (what: string) => (): string => what;

const words: { readonly [O in OpName]: Describe<O> } = {
  add: (_, inputs) => `The sum of two values, ${inputs.map(shapeText).join(" and ")}`,
  affine: each("Each value times a factor of the network, plus an offset"),
  averagePool2d: ({ attributes }) => `The mean of each window of ${kernel(attributes)}`,
  batchNorm: each("Each channel less its mean, over its deviation, then scaled and shifted"),
  clip: each("Each value, kept within bounds"),
  concat: (_, inputs) => `${inputs.map(shapeText).join(" and ")}, one after the other`,
  conv2d: ({ attributes, parameters }) => {
    const { filters, groups } = attributes;
    const channels = groups > 1 ? `, each over its part of the channels (${groups} groups)` : "";
    const bias = parameters["bias"] ? ", plus a bias" : "";
    return (
      `${count(filters, "filter")} of ${kernel(attributes)}${channels}: each slides over the maps ` +
      `and sums the values under it times its weights${bias}`
    );
  },
  dense: ({ attributes, parameters }, [input = []]) => {
    const [width = 1] = input;
    const bias = parameters["bias"] ? ", plus a bias" : "";
    const values = `the sum of ${count(width, "value")} times its weights`;
    return `${count(attributes.units, "unit")}: each ${values}${bias}`;
  },
  dropout: ({ attributes: { ratio, scaling } }) =>
    scaling === "inference"
      ? `Each value times ${formatValue(1 - ratio)}, for in training that share of them was kept`
      : "The values as they are: dropout drops values in training alone",
  elu: each("Each value where it is positive, alpha · (eˣ − 1) where it is not"),
  flatten: (_, [input = []]) => `The values of ${shapeText(input)} in one row`,
  gelu: each("Each value times the chance that a normal one is smaller"),
  globalAveragePool2d: each("The mean of each map"),
  hardSigmoid: each("Each value on a straight line between 0 and 1"),
  hardSwish: each("Each value times a straight line between 0 and 1"),
  identity: each("The values as they are"),
  leakyRelu: each("Each value, those below 0 times a small slope"),
  localResponseNorm: each("Each value over the size of its neighbours in other channels"),
  logSoftmax: each("Logarithms of the shares that softmax gives"),
  maxPool2d: ({ attributes }) => `The largest value of each window of ${kernel(attributes)}`,
  multiply: (_, inputs) => `The product of two values, ${inputs.map(shapeText).join(" and ")}`,
  pad: ({ attributes: { padding } }) =>
    `A border around each map: ${padding.join(", ")} pixels on top, left, bottom and right`,
  prelu: each("Each value, those below 0 times a slope that its channel learnt"),
  relu: each("Each value, those below 0 made 0"),
  reshape: (_, [input = []]) => `The values of ${shapeText(input)} in another shape`,
  scale: ({ attributes: { divisor } }) => `Each value divided by ${divisor}`,
  selu: each("Each value scaled, those below 0 on a curve"),
  sigmoid: each("Each value squeezed between 0 and 1"),
  silu: each("Each value times its sigmoid"),
  slice: ({ attributes: { axis, start, end } }) =>
    `What lies from ${start} to before ${end} along axis ${axis}`,
  softmax: each("The values as shares that add up to 1"),
  softplus: each("The logarithm of 1 + eˣ of each value"),
  softsign: each("Each value over 1 plus its magnitude"),
  step: each("1 where a value is above 0, else 0"),
  tanh: each("Each value squeezed between −1 and 1"),
  transpose: each("The same values with their axes in another order"),
};

/** What a node does with inputs of these shapes: a sentence without its end. */
export function describeNode<O extends OpName>(node: Node<O>, inputs: readonly Shape[]): string {
  const describe: Describe<O> = words[node.op];
  return describe(node, inputs);
}

function kernel({ kernel }: { readonly kernel: readonly number[] }): string {
  return kernel.join("×");
}
