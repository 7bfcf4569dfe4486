import { bind, forward } from "@evalpool/models";
import { transpose, type Tensor } from "@evalpool/tensor";
import { describe, expect, test } from "vitest";
import { layerKinds } from "./layers/layers.js";
import { lowerKeras } from "./lower-keras.js";
import { parseNetwork } from "./network.js";
import type { LayerCase } from "./testing/layer-case.js";
import { layerCases } from "./testing/layer-cases.generated.js";
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

test("every layer that is read has a case", () => {
  const told = JSON.stringify(layerCases.map(({ config }) => config));
  expect([...layerKinds.keys()].filter((name) => !told.includes(`"class_name":"${name}"`))).toEqual(
    [],
  );
});
