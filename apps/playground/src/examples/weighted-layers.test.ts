import { tensor } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, golden } from "../../../../test/shared.js";
import { weightedLayers } from "./weighted-layers.js";
import { exampleOf } from "./worked-examples.js";

interface Golden {
  readonly three_layer: Readonly<Record<string, number[] | number[][]>>;
  readonly six_layer: { readonly softmax: number[]; readonly identity: number[] };
}

function layersOf(id: string) {
  const { model, inputs } = exampleOf(id);
  return weightedLayers(model, tensor([...inputs]));
}

test("each layer takes what the one before gives, and the last gives y", () => {
  const layers = layersOf("six-layer");
  const names = layers.map(({ inputs, weights, biases, sums, outputs, function: f }) =>
    [inputs, weights, biases, sums, outputs]
      .map(({ name }) => name)
      .concat(f)
      .join(" "),
  );
  expect(names).toEqual([
    "x W1 b1 A1 Z1 sigmoid",
    "Z1 W2 b2 A2 Z2 sigmoid",
    "Z2 W3 b3 A3 Z3 sigmoid",
    "Z3 W4 b4 A4 Z4 relu",
    "Z4 W5 b5 A5 Z5 relu",
    "Z5 W6 b6 A6 y softmax",
  ]);
  expect(layers.map(({ weights }) => weights.value.shape.join("-"))).toEqual([
    "5-8",
    "8-7",
    "7-5",
    "5-4",
    "4-4",
    "4-2",
  ]);
});

describeShared("NumPy's float64 values, to 1e-12", () => {
  test("every value of three-layer", () => {
    const { three_layer: three } = golden("numeric") as Golden;
    const all = layersOf("three-layer").flatMap(({ inputs, weights, biases, sums, outputs }) => [
      inputs,
      weights,
      biases,
      sums,
      outputs,
    ]);
    for (const { name, value } of all) {
      expectClose(Array.from(value.data), (three[name] ?? []).flat());
    }
    expect(new Set(all.map(({ name }) => name)).size).toBe(13);
  });

  test("what six-layer ends in", () => {
    const { six_layer: six } = golden("numeric") as Golden;
    const last = layersOf("six-layer").at(-1);
    expectClose(Array.from(last?.sums.value.data ?? []), six.identity);
    expectClose(Array.from(last?.outputs.value.data ?? []), six.softmax);
  });

  function expectClose(got: readonly number[], expected: readonly number[]): void {
    expect(got).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) {
      expect(Math.abs((got[i] ?? NaN) - value)).toBeLessThanOrEqual(1e-12);
    }
  }
});
