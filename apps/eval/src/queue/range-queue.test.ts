import { expect, test } from "vitest";
import { rangeJobId } from "./range-job.js";
import { RangeQueue } from "./range-queue.js";
import { MemoryStore } from "./testing/memory-store.js";

const runId = `run-${"0".repeat(32)}`;

/** Ids of ranges of one image each. */
const idsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    rangeJobId(runId, { start: first + i, end: first + i + 1 }),
  );

/** Lists as a store has them, the newest first, of which each read sees one more job move on. */
function lists(waiting: string[], active: string[], move: () => void) {
  const memory = new MemoryStore();
  const all: Readonly<Record<string, string[]>> = { waiting, active };
  memory.at(`${runId}-ranges`).getRanges = ([state], start, end, isOldestFirst?: boolean) => {
    const list = all[state] ?? [];
    const page = (isOldestFirst ? list.toReversed() : list).slice(start, end + 1);
    move();
    return Promise.resolve(page);
  };
  return new RangeQueue(memory.store, runId, 10_000);
}

test("of more jobs than are read at a time none is missed, though workers take some meanwhile", async () => {
  const [waiting, active] = [idsFrom(0, 350), [] as string[]];
  const ranges = lists(waiting, active, () => active.push(...waiting.splice(-1)));
  expect((await ranges.stored()).ranges).toHaveLength(350);
});

test("nor one that is given back, or stands behind one that ends", async () => {
  const [waiting, active] = [[] as string[], idsFrom(0, 250)];
  let moved = 0;
  const ranges = lists(waiting, active, () => {
    if (moved++ < 3) waiting.unshift(...active.splice(0, 1));
  });
  expect((await ranges.stored()).ranges).toHaveLength(250);
});

test("what is no range of the run is counted, and not returned", async () => {
  const ranges = lists(["elsewhere", ...idsFrom(3, 1)], [], () => undefined);
  expect(await ranges.stored()).toEqual({ ranges: [{ start: 3, end: 4 }], foreign: 1 });
});
