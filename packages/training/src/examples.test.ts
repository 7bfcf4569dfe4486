import { DataError } from "@evalpool/errors";
import fc from "fast-check";
import { zoo } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { expect, test } from "vitest";
import { checkImages, fillBatch, holdOut } from "./examples.js";

test("training and validation share no image and leave none out", () => {
  const counts = fc.integer({ min: 0, max: 300 });
  const parts = fc.double({ min: 0, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(counts, parts, fc.nat(), (count, part, seed) => {
      const { training, validation } = holdOut(count, part, createRandom(seed, 1));
      expect(validation).toHaveLength(Math.floor(count * part));
      const all = [...training, ...validation].sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
    }),
  );
});

test("the seed chooses the images held out", () => {
  const held = (seed: number) => [...holdOut(1000, 0.1, createRandom(seed, 1)).validation];
  expect(held(1)).toEqual(held(1));
  expect(held(1)).not.toEqual(held(2));
});

// Else its weights would be of other pixels than evaluation gives it.
test("a network that takes other pixels than are stored is refused", () => {
  const { graph } = zoo.get("mlp")!;
  const scaled = { ...graph, preprocess: { ...graph.preprocess, scale: 1 / 255 } };
  const images = { data: new Uint8Array(784), shape: [1, 28, 28] };
  const labels = { data: Uint8Array.of(3), shape: [1] };
  const check = () => checkImages({ images, labels }, scaled, 10, { shifts: 0, warp: 0 });
  expect(check).toThrow("mlp: preprocess: scale: training takes pixels as they are stored");
});

test("a batch takes its images in the given order, moved by no more than asked", () => {
  const size = 5 * 5;
  const images = { data: new Uint8Array(40 * size), shape: [40, 5, 5] };
  const labels = { data: Uint8Array.from({ length: 40 }, (_, i) => i), shape: [40] };
  for (let i = 0; i < 40; i++) images.data[i * size + 12] = i + 1; // one pixel, in the middle
  const batch = { examples: new Float32Array(40 * size), labels: new Uint32Array(40) };
  const indices = Uint32Array.from({ length: 40 }, (_, i) => 39 - i);
  const random = createRandom(1, 3);
  fillBatch(batch, { images, labels }, indices, 0, 40, { shifts: 1, warp: 0 }, random);
  expect([...batch.labels]).toEqual([...indices]);
  const places = Array.from(indices, (image, row) =>
    batch.examples.subarray(row * size, (row + 1) * size).indexOf(image + 1),
  );
  expect(new Set(places)).toEqual(new Set([6, 7, 8, 11, 12, 13, 16, 17, 18]));
  fillBatch(batch, { images, labels }, indices, 7, 1, { shifts: 0, warp: 0 }, random);
  expect(batch.examples[12]).toBe(33);
});

test("a warped batch differs from image to image, and not when it is warped by nothing", () => {
  const images = { data: new Uint8Array(20 * 64), shape: [20, 8, 8] };
  const labels = { data: new Uint8Array(20), shape: [20] };
  for (let i = 0; i < images.data.length; i++) images.data[i] = (i % 64) * 4;
  const fill = (warp: number): string[] => {
    const batch = { examples: new Float32Array(20 * 64), labels: new Uint32Array(20) };
    const indices = Uint32Array.from({ length: 20 }, (_, i) => i);
    fillBatch(batch, { images, labels }, indices, 0, 20, { shifts: 0, warp }, createRandom(1, 3));
    return Array.from(indices, (i) => batch.examples.subarray(i * 64, (i + 1) * 64).join());
  };
  expect(new Set(fill(0.1)).size).toBe(20);
  expect(fill(0.1)).toEqual(fill(0.1));
  expect(new Set(fill(0))).toEqual(new Set([images.data.subarray(0, 64).join()]));
});

test.each([
  ["another size", [1, 28, 27], [3], 0, "expected images of shape (N,784) for mlp, got (1,28,27)"],
  ["no images", [0, 28, 28], [], 0, "got (0,28,28)"],
  ["too few labels", [2, 28, 28], [3], 0, "expected 2 labels for 2 images, got 1"],
  ["a label too high", [1, 28, 28], [10], 0, "expected labels 0 to 9, got 10 at index 0"],
  ["shifts of flat images", [1, 784], [3], 1, "(N,H,W) or (N,C,H,W), got (1,784)"],
])("refuses %s", (_, shape, labelData, shifts, message) => {
  const images = { data: new Uint8Array(shape.reduce((a, b) => a * b, 1)), shape };
  const labels = { data: labelData, shape: [labelData.length] };
  const check = () =>
    checkImages({ images, labels }, zoo.get("mlp")!.graph, 10, { shifts, warp: 0 });
  expect(check).toThrow(DataError);
  expect(check).toThrow(message);
});
