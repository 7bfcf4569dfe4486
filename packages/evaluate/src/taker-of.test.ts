import { expect, test } from "vitest";
import type { OwnPredictor, PredictorInput } from "./own-predictor.js";
import { takerOf, UNIT } from "./taker-of.js";
import { pixelModel } from "./testing/small-job.js";

test("a network takes what its graph says", () => {
  const { id, input, preprocess } = pixelModel.graph;
  expect(takerOf(pixelModel)).toEqual({ id, input, preprocess });
});

const shape = [3, 2, 5] as const;

test.each<[string, PredictorInput, object]>([
  ["floats from 0 to 1", { shape }, UNIT],
  ["bytes as they are", { shape, element: "uint8" }, {}],
  ["what it says", { shape, preprocess: { invert: true } }, { invert: true }],
  [
    "bytes that are resized",
    { shape, element: "uint8", preprocess: { resize: { height: 2, width: 5 } } },
    { resize: { height: 2, width: 5 } },
  ],
  ["images of the same shape, channels last", { shape: [2, 5, 3], layout: "HWC" }, UNIT],
])("a predictor of one's own takes %s", (_, input, preprocess) => {
  const source = { predict: () => [] };
  const own: OwnPredictor = { id: "own", source, input, gives: "logits", runtime: { name: "own" } };
  expect(takerOf(own)).toEqual({
    id: "own",
    input: { value: "input", shape },
    preprocess: { ...preprocess, image: shape },
  });
});
