import { required } from "@evalpool/errors";
import { numberText } from "../components/number-text.js";
import type { WeightedLayer } from "./weighted-layers.js";

/** How one neuron came to its value, in numbers. */
export interface Explanation {
  /** `A1[0] = 1·0.1 + 0.5·0.2 + 0.1 = 0.3` */
  readonly sum: string;
  /** `Z1[0] = sigmoid(0.3) = 0.57444252` */
  readonly output: string;
}

export function explainNeuron(layer: WeightedLayer, unit: number): Explanation {
  const { inputs, biases, sums, outputs } = layer;
  const terms = Array.from(inputs.value.data, (x, i) => {
    return `${factor(x)}·${factor(weightOf(layer, i, unit))}`;
  });
  const bias = factor(required(biases.value.data[unit], "bias"));
  const sum = numberText(required(sums.value.data[unit], "sum"));
  const output = numberText(required(outputs.value.data[unit], "output"));
  const told = [...terms, bias].join(" + ");
  return {
    sum: `${sums.name}[${unit}] = ${told} = ${sum}`,
    output: `${outputs.name}[${unit}] = ${applied(layer, sum)} = ${output}`,
  };
}

/** The weight with which a neuron takes an input. */
export function weightOf({ weights }: WeightedLayer, input: number, unit: number): number {
  const units = required(weights.value.shape[1], "units");
  return required(weights.value.data[input * units + unit], "weight");
}

function applied({ function: name, sums }: WeightedLayer, sum: string): string {
  if (name !== "softmax") return `${name}(${sum})`;
  const powers = Array.from(sums.value.data, (value) => `exp(${numberText(value)})`);
  return `exp(${sum}) / (${powers.join(" + ")})`;
}

/** In a product, or a sum. */
function factor(value: number): string {
  const text = numberText(value);
  return value < 0 ? `(${text})` : text;
}
