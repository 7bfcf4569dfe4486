import { WorkerError } from "@evalpool/errors";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { afterEach, expect, test, vi } from "vitest";
import { syntheticTestSet, type SyntheticFiles } from "./synthetic-test-set.js";
import type { TestSet } from "./test-set.js";

/** The thread, without what it does. */
class FakeWorker {
  static last: FakeWorker;
  onmessage?: (event: { readonly data: SyntheticFiles }) => void;
  onerror?: (event: { readonly message: string }) => void;
  onmessageerror?: () => void;
  readonly terminate = vi.fn();
  constructor() {
    FakeWorker.last = this;
  }
}

afterEach(() => vi.unstubAllGlobals());

function load(signal = new AbortController().signal) {
  vi.stubGlobal("Worker", FakeWorker);
  const first: TestSet[] = [];
  const all = syntheticTestSet(signal, (set) => first.push(set));
  return { first, all, worker: FakeWorker.last };
}

test("the first digits are handed on, and then there are all", async () => {
  const { first, all, worker } = load();
  for (const [count, isComplete] of [
    [2, false],
    [3, true],
  ] as const) {
    const { images, labels } = synthesizeDigits({ count });
    const data = { images: encodeIdx(images), labels: encodeIdx(labels), isComplete };
    worker.onmessage!({ data });
  }
  expect((await all).source.count).toBe(3);
  expect(first.map(({ source }) => source.count)).toEqual([2]);
  expect(worker.terminate).toHaveBeenCalledTimes(1);
});

test.each([
  {
    how: "dies",
    fail: (of: FakeWorker) => of.onerror!({ message: "no memory" }),
    says: "no memory",
  },
  { how: "is not loaded", fail: (of: FakeWorker) => of.onerror!({ message: "" }), says: "loaded" },
  { how: "is not understood", fail: (of: FakeWorker) => of.onmessageerror!(), says: "be read" },
])("a thread that $how is told, and ended", async ({ fail, says }) => {
  const { all, worker } = load();
  fail(worker);
  await expect(all).rejects.toThrow(WorkerError);
  await expect(all).rejects.toThrow(says);
  expect(worker.terminate).toHaveBeenCalledTimes(1);
});

test("an abort ends the thread, with its reason", async () => {
  const controller = new AbortController();
  const { all, worker } = load(controller.signal);
  controller.abort(new Error("another data set"));
  await expect(all).rejects.toThrow("another data set");
  expect(worker.terminate).toHaveBeenCalledTimes(1);
});
