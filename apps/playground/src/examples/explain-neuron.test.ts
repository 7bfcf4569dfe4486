import { required } from "@evalpool/errors";
import { tensor } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { explainNeuron } from "./explain-neuron.js";
import { weightedLayers } from "./weighted-layers.js";
import { exampleOf, inputsOf } from "./worked-examples.js";

function explained(id: string, layer: number, unit: number) {
  const example = exampleOf(id);
  const layers = weightedLayers(example.model, tensor([...example.inputs]));
  return explainNeuron(required(layers[layer], "layer"), unit);
}

test("a sum of products, and what the function makes of it, as the source text has them", () => {
  expect(explained("three-layer", 0, 0)).toEqual({
    sum: "A1[0] = 1·0.1 + 0.5·0.2 + 0.1 = 0.3",
    output: "Z1[0] = sigmoid(0.3) = 0.57444252",
  });
});

test("what is negative is in parentheses", () => {
  expect(explained("six-layer", 0, 4).sum).toBe(
    "A1[4] = 1·0.4 + 0.5·0.3 + 0.4·0.33 + 0.9·(-0.33) + (-1.3)·0.32 + (-0.3) = -0.331",
  );
});

test("softmax is of all that its layer adds up", () => {
  expect(explained("six-layer", 5, 0).output).toBe(
    "y[0] = exp(0.12410253) / (exp(0.12410253) + exp(1.04452448)) = 0.28487193",
  );
});

test("inputs that cannot be understood are those of the source text", () => {
  const example = exampleOf("three-layer");
  expect(inputsOf(example, "0.25,-3")).toEqual([0.25, -3]);
  expect(inputsOf(example, "1,2,3")).toEqual([1, 0.5]);
  expect(exampleOf("seven-layer")).toBe(example);
});
