import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JobQueue } from "./connection-of.js";
import { runIdOf } from "./run-description.js";
import { SeenRuns } from "./seen-runs.js";
import { LOOK_AGAIN, SILENCE } from "./timing.js";
import { someIdentity } from "./testing/some-identity.js";

const identity = someIdentity;
const run = {
  evalpoolRun: 1,
  identity,
  network: { sha256: "6".repeat(64), bytes: 1000 },
  dataset: { name: "mnist", split: "test" },
};
const id = runIdOf(identity);

interface StoredJob {
  data: unknown;
  progress: unknown;
  timestamp: number;
}

let jobs: Map<string, StoredJob>;
let read: string[];
let told: string[];
const queue = {
  getRanges: (_: string[], from: number, to: number, isOldestFirst: boolean) => {
    const ids = [...jobs.keys()];
    return Promise.resolve((isOldestFirst ? ids : ids.reverse()).slice(from, to + 1));
  },
  getJob(asked: string) {
    read.push(asked);
    return Promise.resolve(jobs.get(asked));
  },
} as unknown as JobQueue;

beforeEach(() => {
  [jobs, read, told] = [new Map<string, StoredJob>(), [], []];
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let count = 0;
/** What a coordinator shows, whose clock is `behind` this one by some milliseconds. */
function beat(behind = 0): void {
  const progress = { by: "one", count: ++count, at: Date.now() - behind };
  jobs.set(id, { data: run, timestamp: 0, ...jobs.get(id), progress });
}

/** Looks a second after each beat. */
async function look(runs: SeenRuns, beats: number, behind?: number): Promise<void> {
  for (let i = 0; i < beats; i++) {
    beat(behind);
    await runs.look();
    vi.advanceTimersByTime(1000);
  }
}

test("one that is begun while the worker looks is served at once, and left when it falls silent", async () => {
  const runs = new SeenRuns(queue, true);
  await runs.look();
  beat();
  await runs.look();
  expect(runs.next()?.id).toBe(id);
  vi.advanceTimersByTime(SILENCE);
  await runs.look();
  expect(runs.next()).toBeUndefined();
});

test("a run is served while its coordinator is heard of", async () => {
  const runs = new SeenRuns(queue, false);
  await look(runs, 1);
  expect(runs.next()).toBeUndefined();
  await look(runs, 1);
  expect(runs.next()?.id).toBe(id);
  vi.advanceTimersByTime(SILENCE);
  await runs.look();
  expect(runs.next()).toBeUndefined();
  vi.advanceTimersByTime(1000);
  await look(runs, 1);
  expect(runs.next()?.id).toBe(id);
});

test("one that was refused is looked at anew when it is begun again", async () => {
  const runs = new SeenRuns(queue, false);
  await look(runs, 2);
  runs.next()!.isRefused = true;
  await look(runs, 3);
  expect(runs.next()).toBeUndefined();
  jobs.delete(id);
  await runs.look();
  jobs.set(id, { data: run, timestamp: 1, progress: 0 });
  await look(runs, 3);
  expect(runs.next()?.id).toBe(id);
});

test("what is no run is told once; what is not called as one is never read", async () => {
  const other = `run-${"0".repeat(32)}`;
  for (const name of ["../../etc/passwd", other]) {
    jobs.set(name, { data: run, timestamp: 0, progress: 0 });
  }
  const runs = new SeenRuns(queue, false);
  for (let i = 0; i < 3; i++) await runs.look();
  expect(read).toEqual([other]);
  expect(told).toHaveLength(2);
});

test("a run that takes the place of what was none, under its id, is served", async () => {
  const runs = new SeenRuns(queue, false);
  jobs.set(id, { data: { junk: true }, timestamp: 1, progress: 0 });
  for (let i = 0; i < 3; i++) await runs.look();
  expect(told).toHaveLength(1);
  jobs.set(id, { data: run, timestamp: 2, progress: 0 });
  vi.advanceTimersByTime(LOOK_AGAIN);
  await look(runs, 2);
  expect(runs.next()?.id).toBe(id);
  expect(told).toHaveLength(1);
});

test("what takes the place of a run is not taken for it", async () => {
  const runs = new SeenRuns(queue, false);
  await look(runs, 2);
  jobs.set(id, { data: { junk: true }, timestamp: 1, progress: 0 });
  expect(await runs.lookAt(id)).toBe(false);
  expect(runs.next()).toBeUndefined();
});

test("older jobs, however many, do not hide a run", async () => {
  for (let i = 0; i < 300; i++) jobs.set(`old-${i}`, { data: {}, timestamp: 0, progress: 0 });
  const runs = new SeenRuns(queue, false);
  await look(runs, 2);
  expect(runs.next()?.id).toBe(id);
});

describe("where locks go by clocks", () => {
  test("a beat that comes late is no clock that is ahead", async () => {
    const runs = new SeenRuns(queue, true);
    await look(runs, 3, 4000);
    expect(runs.next()).toBeUndefined();
    await look(runs, 1, 100);
    expect(runs.next()).toMatchObject({ skew: 100 });
  });

  test.each([
    [3_600_000, 6],
    [-3_600_000, 2],
  ])("one that is off by %d ms is known after %d beats", async (behind, beats) => {
    const runs = new SeenRuns(queue, true);
    await look(runs, beats - 1, behind);
    if (behind > 0) expect(runs.next()).toBeUndefined();
    await look(runs, 1, behind);
    expect(runs.next()).toMatchObject({ skew: behind });
  });
});
