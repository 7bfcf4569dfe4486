import { expect, test } from "vitest";
import { checkLayer, makeLayer } from "../testing/check-layer.js";

test("scale divides, and its gradient likewise", () => {
  const layer = makeLayer({ type: "scale", divisor: 255 }, [3], 2);
  expect(layer.outputShape).toEqual([3]);
  expect([...layer.forward(Float64Array.of(0, 51, 255), 1).slice(0, 3)]).toEqual([0, 0.2, 1]);
  checkLayer(layer, Float64Array.of(0, 128, 255, 1, 2, 3), Float64Array.of(1, -2, 3, 4, 5, 6), 2);
});

test("flatten changes the shape alone", () => {
  const layer = makeLayer({ type: "flatten" }, [1, 2, 3], 1);
  expect(layer.outputShape).toEqual([6]);
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect(layer.forward(x, 1)).toBe(x);
  expect(layer.inputGradient(x, 1)).toBe(x);
});
