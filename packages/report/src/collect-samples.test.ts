import { expect, test } from "vitest";
import type { ImageSamples } from "@evalpool/evaluate";
import { collectSamples } from "./collect-samples.js";

/** Images of two classes; each a label, what it was read as, and how surely. */
function images(start: number, rows: readonly (readonly [number, number, number])[]): ImageSamples {
  return {
    range: { start, end: start + rows.length },
    labels: Uint8Array.from(rows, ([label]) => label),
    predictions: Uint32Array.from(rows, ([, prediction]) => prediction),
    probabilities: Float32Array.from(
      rows.flatMap(([, prediction, p]) => (prediction === 0 ? [p, 1 - p] : [1 - p, p])),
    ),
  };
}

test("keeps the first of each cell, the first mistakes and the surest ones", () => {
  const collector = collectSamples();
  // 30 images read right, then 2,000 mistakes, the surest of which come last.
  collector.add(
    images(
      0,
      Array.from({ length: 30 }, () => [0, 0, 0.9]),
    ),
  );
  const mistakes = Array.from({ length: 2000 }, (_, i) => [0, 1, 0.6 + i / 10_000] as const);
  collector.add(images(30, mistakes));
  const { samples, confident } = collector.shown(5000);
  const indices = samples.map(([index]) => index);
  expect(indices).toEqual(indices.toSorted((a, b) => a - b));
  expect(indices.slice(0, 22)).toEqual([...Array(20).keys(), 30, 31]);
  // 20 of the cell and 1,000 more, and the 12 surest.
  expect(samples).toHaveLength(20 + 1020 + 12);
  expect(confident.map(([index]) => index)).toEqual(Array.from({ length: 12 }, (_, i) => 2029 - i));
});

test("of equally sure mistakes the first ones stand first; the surest stay in a small report", () => {
  const collector = collectSamples();
  collector.add(
    images(
      0,
      Array.from({ length: 40 }, () => [1, 0, 0.75]),
    ),
  );
  const { samples, confident } = collector.shown(15);
  expect(confident.map(([index]) => index)).toEqual([...Array(12).keys()]);
  expect(samples.map(([index]) => index)).toEqual([...Array(15).keys()]);
  expect(samples[0]).toEqual([
    0,
    1,
    0,
    [
      [0, 750],
      [1, 250],
    ],
  ]);
});

test("leaves out probabilities that are shown as nothing", () => {
  const collector = collectSamples();
  collector.add(images(7, [[1, 1, 0.9999]]));
  expect(collector.shown(5).samples).toEqual([[7, 1, 1, [[1, 1000]]]]);
});

test("where there is little room mistakes go before what was read right", () => {
  const collector = collectSamples();
  collector.add(images(0, [[0, 0, 0.9], [0, 1, 0.6], [1, 1, 0.9], [1, 0, 0.8]])); // prettier-ignore
  expect(collector.order()).toEqual([3, 1, 0, 2]);
  expect(collector.shown(3).samples.map(([index]) => index)).toEqual([0, 1, 3]);
});

test("the most frequent confusions go before rarer ones, wherever their images are", () => {
  const collector = collectSamples();
  // 30 cells of one mistake each, by label, and at the end five of another.
  const rare = Array.from({ length: 30 }, (_, i) => [i + 2, 1, 0.6] as const);
  collector.add(images(0, rare));
  collector.add(
    images(
      30,
      Array.from({ length: 5 }, () => [0, 1, 0.4] as const),
    ),
  );
  const order = collector.order();
  expect(order.slice(0, 12)).toEqual([...Array(12).keys()]);
  expect(order.slice(12, 23)).toEqual(Array.from({ length: 11 }, (_, i) => 12 + i));
  expect(order.slice(23, 28)).toEqual([30, 31, 32, 33, 34]);
  expect(order).toHaveLength(35);
});
