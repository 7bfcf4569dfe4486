import { expect, test } from "vitest";
import { shownStages } from "./shown-stages.js";
import { tinyLayers, tinyModel } from "./testing/tiny-pass.js";
import { unitWeights } from "./unit-weights.js";

const model = tinyModel(tinyLayers);
const [input, conv, row, dense] = shownStages(model.graph);

test("a filter's weights are its part of the convolution's", () => {
  const weights = unitWeights(conv!, 1, model)!;
  expect(weights.shape).toEqual([2, 3, 3]);
  expect(Array.from(weights.data)).toEqual(
    Array.from(model.parameters.get("c.W")!.data.slice(18, 36)),
  );
});

test("a unit's weights are its column, in the form of the maps that it sums over", () => {
  const weights = unitWeights(dense!, 1, model)!;
  expect(weights.shape).toEqual([3, 2, 2]);
  const { data } = model.parameters.get("d.W")!;
  expect(Array.from(weights.data)).toEqual(Array.from({ length: 12 }, (_, i) => data[2 * i + 1]));
});

test("what has no weights has none", () => {
  expect(unitWeights(input!, 0, model)).toBeUndefined();
  expect(unitWeights(row!, 0, model)).toBeUndefined();
});
