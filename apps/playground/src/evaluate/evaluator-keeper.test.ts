import type { Tally } from "@evalpool/metrics";
import { total } from "@evalpool/metrics";
import { beforeEach, expect, test } from "vitest";
import { createEvaluatorKeeper, type EvaluatorKeeper, type Wanted } from "./evaluator-keeper.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";
import { FakeThread } from "./testing/fake-thread.js";
import { smallSubject } from "./testing/small-subject.js";

let threads: FakeThread[];
let keeper: EvaluatorKeeper;
let wanted: Wanted;
const { signal } = new AbortController();
beforeEach(async () => {
  threads = [];
  keeper = createEvaluatorKeeper((count, signal) =>
    runOnWebWorkers(count, signal, () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    }),
  );
  wanted = { ...(await smallSubject(1000)), threads: 2, batchSize: 100 };
});

const ended = (): boolean[] => threads.map(({ terminate }) => terminate.mock.calls.length > 0);

function evaluate(other: Partial<Wanted> = {}): Promise<{ tally: Tally; isKept: boolean }> {
  return keeper.use({ ...wanted, ...other }, signal, async (evaluator, isKept) => ({
    tally: await evaluator.run({ onSamples: () => undefined }),
    isKept,
  }));
}

test("the same on the same settings has the threads of before, and the same result", async () => {
  const first = await evaluate();
  const second = await evaluate();
  expect([first.isKept, second.isKept]).toEqual([false, true]);
  expect(total(second.tally)).toBe(1000);
  expect(second.tally).toEqual(first.tally);
  expect(ended()).toEqual([false, false]);
});

test.each([{ threads: 1 }, { batchSize: 7 }])("with %o threads are new", async (other) => {
  await evaluate();
  const { isKept } = await evaluate(other);
  expect(isKept).toBe(false);
  expect(ended().slice(0, 2)).toEqual([true, true]);
  expect(ended().slice(2)).not.toContain(true);
});

test("what is stopped ends its threads, whether these are new or kept", async () => {
  for (const runs of [0, 1]) {
    for (let i = 0; i < runs; i++) await evaluate();
    const stopping = new AbortController();
    const stopped = keeper.use(wanted, stopping.signal, (evaluator) =>
      evaluator.run({ onSamples: () => stopping.abort(new Error("enough")) }),
    );
    await expect(stopped).rejects.toThrow("enough");
    expect(ended()).not.toContain(false);
  }
  expect((await evaluate()).isKept).toBe(false);
});

test("threads that are released are ended, and the next are new", async () => {
  await evaluate();
  await keeper.release();
  expect(ended()).toEqual([true, true]);
  expect((await evaluate()).isKept).toBe(false);
});
