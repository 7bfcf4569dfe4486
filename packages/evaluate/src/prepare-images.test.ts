import { createCorrupter } from "@evalpool/corruptions";
import { preparePixels } from "@evalpool/models";
import { expect, test } from "vitest";
import { prepareImages } from "./prepare-images.js";
import { pixelModel } from "./testing/small-job.js";

const shape = [3, 6, 5] as const;
/** Bytes of an image, and of one that is prepared. */
const [LENGTH, PREPARED] = [3 * 30, 3 * 16];
const corruption = { name: "impulse_noise", severity: 3, seed: 7 } as const;
const images = Uint8Array.from({ length: 3 * LENGTH }, (_, i) => (i * 37) % 256);

test("images are corrupted by their index in the data set, then prepared", () => {
  const preprocess = { invert: true, resize: { height: 4, width: 4 } } as const;
  const taker = { ...pixelModel.graph, preprocess };
  const prepare = prepareImages({ taker, corruption }, shape);
  const corrupt = createCorrupter(corruption, shape);
  const alone = Array.from({ length: 3 }, (_, i) => {
    const corrupted = new Uint8Array(LENGTH);
    corrupt(images.subarray(LENGTH * i, LENGTH * (i + 1)), 40 + i, corrupted);
    const prepared = new Uint8Array(PREPARED);
    preparePixels(preprocess, shape)?.prepare(corrupted, prepared, 1);
    return [...prepared];
  });
  const all = new Uint8Array(3 * PREPARED);
  prepare?.(images, all, 40, 3);
  expect([...all]).toEqual(alone.flat());
  // The same whatever they are read with.
  const second = new Uint8Array(PREPARED);
  prepare?.(images.subarray(LENGTH, 2 * LENGTH), second, 41, 1);
  expect([...second]).toEqual(alone[1]);
});

test("images that need no preparation are corrupted alone, each by its index", () => {
  const prepare = prepareImages({ taker: pixelModel.graph, corruption }, shape);
  const corrupt = createCorrupter(corruption, shape);
  const expected = new Uint8Array(3 * LENGTH);
  for (const [i, at] of [0, LENGTH, 2 * LENGTH].entries()) {
    corrupt(images.subarray(at, at + LENGTH), 40 + i, expected.subarray(at, at + LENGTH));
  }
  const all = new Uint8Array(3 * LENGTH);
  prepare?.(images, all, 40, 3);
  expect(all).toEqual(expected);
});

test("where nothing is to be done, nothing is", () => {
  expect(prepareImages({ taker: pixelModel.graph }, shape)).toBeUndefined();
});
