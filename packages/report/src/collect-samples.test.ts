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

function indicesOf(samples: readonly { readonly index: number }[]): number[] {
  return samples.map(({ index }) => index);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

test("has all of 10,000 images, mistakes first", () => {
  const collector = collectSamples();
  const rows = range(0, 10_000).map((i) => [0, Number(i >= 6000), 0.9] as const);
  collector.add(images(0, rows));
  const order = indicesOf(collector.inOrder());
  expect(order.slice(0, 2800)).toEqual(range(6000, 8800));
  // Those read right that mistakes are compared with, then all other mistakes.
  expect(order.slice(2800, 3000)).toEqual(range(0, 200));
  expect(order.slice(3000, 4200)).toEqual(range(8800, 10_000));
  expect(order.slice(4200)).toEqual(range(200, 6000));
});

test("of any number of images it keeps a bounded number, the surest mistakes among them", () => {
  const collector = collectSamples();
  for (let start = 0; start < 60_000; start += 1000) {
    const rows = range(start, start + 1000).map((i) => [0, i % 2, 0.6 + i / 200_000] as const);
    collector.add(images(start, rows));
  }
  const order = collector.inOrder();
  expect(order).toHaveLength(20_000);
  expect(new Set(order).size).toBe(20_000);
  const surest = Array.from({ length: 12 }, (_, i) => 59_999 - 2 * i);
  expect(indicesOf(collector.confident())).toEqual(surest);
  expect(indicesOf(order).slice(0, 12)).toEqual(surest);
  const wrong = order.filter(({ label, prediction }) => label !== prediction);
  // 20 of the cell, 10,000 more, and the 12 surest; all else is read right.
  expect(wrong).toHaveLength(20 + 10_000 + 12);
});

test("of equally sure mistakes the first ones stand first", () => {
  const collector = collectSamples();
  const rows = Array.from({ length: 40 }, () => [1, 0, 0.75] as const);
  collector.add(images(0, rows));
  expect(indicesOf(collector.confident())).toEqual(range(0, 12));
  expect(indicesOf(collector.inOrder())).toEqual(range(0, 40));
  expect(collector.inOrder()[0]).toEqual({
    index: 0,
    label: 1,
    prediction: 0,
    shares: [
      [0, 0.75],
      [1, 0.25],
    ],
  });
});

test("leaves out probabilities that are shown as nothing", () => {
  const collector = collectSamples();
  collector.add(images(7, [[1, 1, 0.9999]]));
  const sample = { index: 7, label: 1, prediction: 1, shares: [[1, Math.fround(0.9999)]] };
  expect(collector.inOrder()).toEqual([sample]);
});

test("the surest mistakes go before others, and mistakes before what was read right", () => {
  const collector = collectSamples();
  collector.add(images(0, [[0, 0, 0.9], [0, 1, 0.6], [1, 1, 0.9], [1, 0, 0.8]])); // prettier-ignore
  expect(indicesOf(collector.inOrder())).toEqual([3, 1, 0, 2]);
});

test("the most frequent confusions go before rarer ones, wherever their images are", () => {
  const collector = collectSamples();
  // 30 cells of one mistake each, by label, and at the end five of another.
  const rare = Array.from({ length: 30 }, (_, i) => [i + 2, 1, 0.6] as const);
  collector.add(images(0, rare));
  const frequent = Array.from({ length: 5 }, () => [0, 1, 0.4] as const);
  collector.add(images(30, frequent));
  const order = indicesOf(collector.inOrder());
  expect(order.slice(0, 12)).toEqual(range(0, 12));
  expect(order.slice(12, 23)).toEqual(range(12, 23));
  expect(order.slice(23, 28)).toEqual(range(30, 35));
  expect(order).toHaveLength(35);
});
