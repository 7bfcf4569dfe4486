import { correct, total } from "@evalpool/metrics";
import { expect, test } from "vitest";
import { measureBatchSizes, sayTheSame } from "./measure-batch-sizes.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";
import { FakeThread } from "./testing/fake-thread.js";
import { smallSubject } from "./testing/small-subject.js";

const start = (signal?: AbortSignal) => runOnWebWorkers(1, signal, () => new FakeThread());

test("each batch size is measured on the same images, which are read the same to the bit", async () => {
  const subject = await smallSubject(300);
  const steps: number[] = [];
  const onStep = (batchSize: number) => steps.push(batchSize);
  const measurement = await measureBatchSizes(subject, [1, 100], { start, onStep, leastMs: 50 });
  expect(steps).toEqual([1, 100]);
  const { speeds, images, backend } = measurement;
  expect(backend).toMatch(/^wasm-/);
  expect(images).toBeGreaterThanOrEqual(100);
  for (const { tally, imagesPerSecond } of speeds) {
    expect(total(tally)).toBe(images);
    expect(correct(tally)).toBeGreaterThan(images / 2);
    expect(imagesPerSecond).toBeGreaterThan(0);
    expect(imagesPerSecond).toBeLessThan(1e8);
  }
  expect(sayTheSame(measurement)).toBe(true);
});

test("one more bit in a sum of probabilities is a difference", async () => {
  const subject = await smallSubject(100);
  const measurement = await measureBatchSizes(subject, [1, 100], { start, leastMs: 1 });
  expect(sayTheSame(measurement)).toBe(true);
  measurement.speeds[1]!.tally.brierScore.fraction += 2 ** -40;
  expect(sayTheSame(measurement)).toBe(false);
});

test("it ends when it is stopped", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const measuring = measureBatchSizes(await smallSubject(300), [1, 100], {
    start: () => start(signal),
    signal,
    onStep: () => controller.abort(new Error("enough")),
  });
  await expect(measuring).rejects.toThrow("enough");
});
