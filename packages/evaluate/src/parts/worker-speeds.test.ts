import { expect, test } from "vitest";
import { WorkerSpeeds } from "./worker-speeds.js";

function speedsOf(...works: [worker: string, images: number, milliseconds: number][]) {
  const speeds = new WorkerSpeeds();
  for (const work of works) speeds.add(...work);
  return speeds;
}

test("before any was measured there is no speed", () => {
  expect(speedsOf().median()).toBeUndefined();
});

test("the median is the middle worker's, of two in the middle the slower's", () => {
  expect(speedsOf(["a", 9, 1], ["b", 100, 1], ["c", 10, 1]).median()).toBe(10);
  expect(speedsOf(["a", 9, 1], ["b", 100, 1], ["c", 10, 1], ["d", 1000, 1]).median()).toBe(10);
});

test("a worker's earlier ranges count half, and half again", () => {
  // (100 / 4 + 200 / 2 + 400) / (10 / 4 + 10 / 2 + 10)
  expect(speedsOf(["a", 100, 10], ["a", 200, 10], ["a", 400, 10]).median()).toBe(30);
});

// A speed that is no number would make ranges of no length.
test.each([NaN, -5, 0, 1e-9])("a time of %d ms, which cannot be, is a thousandth", (ms) => {
  expect(speedsOf(["a", 100, ms]).median()).toBe(100 / 0.001);
});

test("those heard of last are kept, whoever came first", () => {
  const speeds = speedsOf(["a", 100, 1], ["b", 10, 1], ["a", 100, 1]);
  speeds.keepLast(1);
  expect(speeds.median()).toBe(100);
});
