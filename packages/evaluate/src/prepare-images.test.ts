import { createCorrupter } from "@evalpool/corruptions";
import { preparePixels } from "@evalpool/models";
import { expect, test } from "vitest";
import { prepareImages } from "./prepare-images.js";
import { pixelModel } from "./testing/small-job.js";

const shape = [1, 6, 5] as const;
const corruption = { name: "impulse_noise", severity: 3, seed: 7 } as const;
const images = Uint8Array.from({ length: 3 * 30 }, (_, i) => (i * 37) % 256);

test("images are corrupted by their index in the data set, then prepared", () => {
  const preprocess = { invert: true, resize: { height: 4, width: 4 } } as const;
  const taker = { ...pixelModel.graph, preprocess };
  const prepare = prepareImages({ taker, corruption }, shape);
  const corrupt = createCorrupter(corruption, shape);
  const alone = Array.from({ length: 3 }, (_, i) => {
    const corrupted = new Uint8Array(30);
    corrupt(images.subarray(30 * i, 30 * (i + 1)), 40 + i, corrupted);
    const prepared = new Uint8Array(16);
    preparePixels(preprocess, shape)?.prepare(corrupted, prepared, 1);
    return [...prepared];
  });
  const all = new Uint8Array(48);
  prepare?.(images, all, 40, 3);
  expect([...all]).toEqual(alone.flat());
  // The same whatever they are read with.
  const second = new Uint8Array(16);
  prepare?.(images.subarray(30, 60), second, 41, 1);
  expect([...second]).toEqual(alone[1]);
});

test("images that need no preparation are corrupted alone, each by its index", () => {
  const prepare = prepareImages({ taker: pixelModel.graph, corruption }, shape);
  const corrupt = createCorrupter(corruption, shape);
  const expected = new Uint8Array(90);
  for (const [i, at] of [0, 30, 60].entries()) {
    corrupt(images.subarray(at, at + 30), 40 + i, expected.subarray(at, at + 30));
  }
  const all = new Uint8Array(90);
  prepare?.(images, all, 40, 3);
  expect(all).toEqual(expected);
});

test("where nothing is to be done, nothing is", () => {
  expect(prepareImages({ taker: pixelModel.graph }, shape)).toBeUndefined();
});
