import { bind, forward } from "@evalpool/models";
import { transpose, type Tensor } from "@evalpool/tensor";
import { describe, expect, test } from "vitest";
import { layerKinds } from "./layers/layers.js";
import { lowerKeras } from "./lower-keras.js";
import { parseNetwork } from "./network.js";
import type { LayerCase } from "./testing/layer-case.js";
import { layerCases } from "./testing/layer-cases.generated.js";
import { by, functional, input, layer, lowerModel, taking } from "./testing/models.js";
import { ListedSource } from "./weights.js";

function read({ config, weights }: LayerCase, version = 3) {
  const arrays = weights.map(([name, shape, data]) => {
    const tensor = { data: Float64Array.from(data), shape };
    return { name, read: () => [{ name, tensor }] };
  });
  const network = parseNetwork(config, "case");
  return lowerKeras({ network, weights: new ListedSource(arrays, "case"), version }, "case");
}

/** Images as the graph takes them: channels first. */
function given([shape, data]: LayerCase["input"]): Tensor {
  const values = { data: Float64Array.from(data), shape };
  if (shape.length === 2) return { ...values, shape: [1, ...shape] };
  return shape.length === 3 ? transpose(values, [2, 0, 1]) : values;
}

describe("a layer is what Keras makes of it", () => {
  test.each(layerCases)("$keras", (one) => {
    const { graph, parameters } = read(one);
    const output = forward(bind(graph, parameters, "case"), given(one.input));
    const [shape, data] = one.output;
    expect(output.shape).toEqual(shape);
    for (const [i, expected] of data.entries()) {
      expect(Math.abs(output.data[i]! - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
    }
  });
});

describe("values that were flattened are in Keras' order where that matters", () => {
  const of = (...names: readonly string[]) => {
    const tensors = names.map((name) => {
      return { class_name: "__keras_tensor__", config: { keras_history: [name, 0, 0] } };
    });
    return [{ args: tensors.length === 1 ? tensors : [tensors] }];
  };
  const layer = (className: string, name: string, config: object, from: readonly string[]) => {
    return { class_name: className, config: { name, ...config }, inbound_nodes: of(...from) };
  };
  const before = [
    {
      class_name: "InputLayer",
      config: { name: "x", batch_shape: [null, 2, 2, 2] },
      inbound_nodes: [],
    },
    layer("Flatten", "flat", {}, ["x"]),
    layer("Reshape", "plain", { target_shape: [8] }, ["x"]),
    layer("Reshape", "row", { target_shape: [1, 4, 2] }, ["x"]),
    layer("Flatten", "flatRow", {}, ["row"]),
    layer("Reshape", "wide", { target_shape: [1, 2, 4] }, ["x"]),
    layer("Flatten", "flatWide", {}, ["wide"]),
  ];
  const x = [1, 2, 3, 4, 5, 6, 7, 8];
  const scale = [1, 10, 100, 1000, 2, 20, 200, 2000];

  test.each<[string, object, string[], number[]]>([
    ["Add", {}, ["flat", "plain"], x.map((one) => 2 * one)],
    ["Add", {}, ["plain", "flat"], x.map((one) => 2 * one)],
    ["Add", {}, ["flat", "flat"], x.map((one) => 2 * one)],
    ["Multiply", {}, ["flat", "flatRow"], x.map((one) => one * one)],
    ["Multiply", {}, ["flat", "flatWide"], x.map((one) => one * one)],
    ["Subtract", {}, ["flat", "plain"], x.map(() => 0)],
    ["Rescaling", { scale }, ["flat"], x.map((one, i) => one * scale[i]!)],
    ["Rescaling", { scale: 2, offset: 1 }, ["flat"], x.map((one) => 2 * one + 1)],
    ["Normalization", { axis: 1, mean: x, variance: 1 }, ["flat"], x.map(() => 0)],
  ])("%s, %j, of %j", (className, config, from, expected) => {
    const layers = [...before, layer(className, "y", config, from)];
    const model = { name: "m", layers, input_layers: [["x", 0, 0]], output_layers: [["y", 0, 0]] };
    const functional = { class_name: "Functional", config: model };
    const one: LayerCase = { layer: "", keras: "", config: functional, weights: [], input: [[2, 2, 2], x], output: [[8], expected] }; // prettier-ignore
    const { graph, parameters } = read(one);
    const output = forward(bind(graph, parameters, "case"), given(one.input));
    expect([...output.data]).toEqual(expected);
  });
});

test("every layer that is read has a case", () => {
  const told = JSON.stringify(layerCases.map(({ config }) => config));
  expect([...layerKinds.keys()].filter((name) => !told.includes(`"class_name":"${name}"`))).toEqual(
    [],
  );
});

// Where it does, v / 255 is not assumed.
describe("a network says what becomes of pixels", () => {
  const times = { inbound_nodes: [{ args: [taking("x"), 2], kwargs: {} }] };

  test.each<[string, boolean | undefined, model: unknown]>([
    ["by rescaling them", true, chain(layer("ReLU"), layer("Rescaling", { scale: 2 }))],
    ["by normalizing them", true, chain(layer("ReLU"), layer("Normalization", { mean: 0, variance: 1 }))], // prettier-ignore
    ["by arithmetic", true, functional([layer("Multiply", { name: "y" }, times)], [["y", 0, 0]])],
    ["not by other layers", undefined, chain(layer("ReLU"))],
    [
      "not by arithmetic of what layers give",
      undefined,
      functional(
        [
          layer("ReLU", { name: "r" }, by(taking("x"))),
          layer("Multiply", { name: "y" }, { inbound_nodes: [{ args: [taking("r"), 2] }] }),
        ],
        [["y", 0, 0]],
      ),
    ],
  ])("%s: %j", (_, says, model) => expect(lowerModel(model).saysPreprocess).toBe(says));

  function chain(...layers: readonly ReturnType<typeof layer>[]) {
    return layer("Sequential", { layers: [input, ...layers] });
  }
});
