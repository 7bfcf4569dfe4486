import { expect, test } from "vitest";
import { formatSamples } from "./format-samples.js";

const samples = {
  range: { start: 40, end: 42 },
  labels: Uint8Array.of(1, 0),
  predictions: Uint32Array.of(1, 1),
};

test("a line for each image by its index in the data set", () => {
  expect(formatSamples(samples)).toBe(
    '{"index":40,"label":1,"prediction":1}\n{"index":41,"label":0,"prediction":1}\n',
  );
});

test("probabilities have the digits that a float32 has, and no more", () => {
  const probabilities = Float32Array.of(0.1, 0.9, 1 / 3, 2 / 3);
  expect(formatSamples({ ...samples, probabilities }).split("\n")).toEqual([
    '{"index":40,"label":1,"prediction":1,"probabilities":[0.1,0.9]}',
    '{"index":41,"label":0,"prediction":1,"probabilities":[0.3333333,0.6666667]}',
    "",
  ]);
});
