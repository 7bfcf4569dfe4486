import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { DataError, ShardError, WorkerError } from "@evalpool/errors";
import type { ImageSamples, ShardRunner } from "@evalpool/evaluate";
import { correct, total } from "@evalpool/metrics";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runOnPool } from "./run-on-pool.js";
import { brightPixels, correctOf, evaluatorOf } from "./testing/bright-pixels.js";

/** The built one: Node.js starts threads from JavaScript. */
const worker = new URL("../dist/worker.js", import.meta.url);
const latePredictor = new URL("../test/faults/late-predictor.mjs", import.meta.url);

function start(threads: number, file = worker, signal?: AbortSignal): ShardRunner {
  return runOnPool(threads, signal, file);
}

/** Threads that were created in a test. */
const threads: Worker[] = [];
const note = (thread: Worker): number => threads.push(thread);

beforeEach(() => {
  threads.length = 0;
  process.on("worker", note);
});
afterEach(() => {
  process.off("worker", note);
});

describe.each([1, 3])("on %i threads", (size) => {
  test("every run counts every image, with samples or without", async () => {
    await using evaluator = await evaluatorOf(start(size), brightPixels(5000));
    expect(evaluator.config).toMatchObject({ threads: size, batchSize: 100 });
    const tally = await evaluator.run();
    expect([correct(tally), total(tally)]).toEqual([correctOf(5000), 5000]);
    const samples: ImageSamples[] = [];
    expect(await evaluator.run({ onSamples: (some) => samples.push(some) })).toEqual(tally);
    expect(samples.flatMap(({ labels }) => [...labels])).toEqual([...brightPixels(5000).labels]);
    expect(await evaluator.run()).toEqual(tally);
    expect(threads).toHaveLength(size);
  });

  // What took its place got no job: "Cannot destructure property 'job' of 'undefined'".
  test.each([false, true])(
    "a thread that dies between two runs is no loss (with samples: %s)",
    async (withSamples) => {
      const observer = withSamples ? { onSamples: () => undefined } : {};
      await using evaluator = await evaluatorOf(start(size), brightPixels(5000));
      const tally = await evaluator.run(observer);
      await threads[0]!.terminate();
      expect(await evaluator.run(observer)).toEqual(tally);
      // All of them, and unnoticed.
      for (const thread of threads) void thread.terminate();
      expect(await evaluator.run(observer)).toEqual(tally);
      expect(await evaluator.run(observer)).toEqual(tally);
    },
  );

  test("a predictor that answers late counts the same", async () => {
    await using late = await evaluatorOf(start(size, latePredictor), brightPixels(700));
    await using own = await evaluatorOf(start(size), brightPixels(700));
    expect(await late.run()).toEqual(await own.run());
  });

  test("one that fails late fails the shard, and the run alone", async () => {
    const dataset = brightPixels(2000);
    const pixels = dataset.handle as Uint8Array;
    const shared = new Uint8Array(new SharedArrayBuffer(pixels.length));
    shared.set(pixels);
    shared[4 * 1234] = 255;
    const images = { ...dataset, handle: shared };
    await using evaluator = await evaluatorOf(start(size, latePredictor), images);
    const failure = await evaluator.run().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShardError);
    expect(failure).toMatchObject({ kind: "worker", cause: { message: "too bright" } });
    const { start: from, end } = (failure as ShardError).range;
    expect(from <= 1234 && 1234 < end).toBe(true);
    shared.set(pixels);
    expect(correct(await evaluator.run())).toBe(correctOf(2000));
  });

  test("what a thread says of its images is what the run says", async () => {
    const directory = mkdtempSync(join(tmpdir(), "evalpool-"));
    const file = join(directory, "images");
    writeFileSync(file, brightPixels(5000).handle as Uint8Array);
    const part = { file, offset: 0, stride: 4, count: 5000, stamp: "of another file" };
    const handle = { kind: "stored", parts: [part] } as const;
    await using evaluator = await evaluatorOf(start(size), { ...brightPixels(5000), handle });
    const failure = await evaluator.run().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect(failure).toMatchObject({ kind: "data", file });
    rmSync(directory, { recursive: true });
  });

  test("an aborted run ends in the signal's reason, though a predictor is still to answer", async () => {
    const stop = new AbortController();
    const runner = start(size, latePredictor, stop.signal);
    await using evaluator = await evaluatorOf(runner, brightPixels(5000), 1);
    setTimeout(() => stop.abort(new Error("stopped")), 20);
    await expect(evaluator.run()).rejects.toThrow("stopped");
    await expect(evaluator.run()).rejects.toThrow("stopped");
  });

  test("threads that do not start are told, and none is left", async () => {
    const nowhere = new URL("nowhere.js", import.meta.url);
    const failure = await evaluatorOf(start(size, nowhere), brightPixels(70)).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WorkerError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^a worker thread failed to start: /) as string,
    });
    // Of one that has ended.
    await vi.waitFor(() => expect(threads.every(({ threadId }) => threadId === -1)).toBe(true));
  });
});
