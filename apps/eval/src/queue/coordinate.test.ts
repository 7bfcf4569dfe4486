import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nameBlob } from "./blob.js";
import { coordinate } from "./coordinate.js";
import type { RunDescription } from "./run-description.js";
import { MemoryStore, type MemoryQueue } from "./testing/memory-store.js";

// Else it would take minutes.
vi.mock("./timing.js", async (original) => ({
  ...(await original<typeof import("./timing.js")>()),
  ...{ BEAT: 5, WATCH: 20, COLLECT: 2, COLLECT_EACH: 0 },
  ...{ JOIN: 100, REFUSES: 100, FAILED_ALONE: 100 },
}));

const runId = `run-${"0".repeat(32)}`;
const network = new Uint8Array([1, 2, 3]);
const run = {
  evalpoolRun: 1,
  identity: { total: 1000, classes: 10 },
  network: nameBlob(network),
} as RunDescription;

let memory: MemoryStore;
let ranges: MemoryQueue;
let networks: MemoryQueue;
let told: string[];
let troubles: string[];
let ending: AbortController;

beforeEach(() => {
  memory = new MemoryStore();
  ranges = memory.at(`${runId}-ranges`);
  networks = memory.at(`${runId}-network`);
  [told, troubles] = [[], []];
  ending = new AbortController();
  vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
});
afterEach(() => {
  ending.abort();
  vi.restoreAllMocks();
});

function begin(wait = Infinity): Promise<unknown> {
  const work = coordinate({
    ...{ store: memory.store, runId, run, network, batchSize: 100, wait, isQuiet: true },
    ...{ signal: ending.signal, onProgress: undefined, onShares: undefined },
    onTrouble: (reason) => troubles.push(reason),
  });
  // Those that a test does not wait for are aborted at its end.
  work.catch(() => undefined);
  return work;
}

/** What a worker in which a range fails makes of it. */
function fail(): void {
  for (const job of ranges.jobs.values()) {
    Object.assign(job, { attemptsMade: 1, failedReason: "images: damaged", processedBy: "ill" });
  }
}

test("a range that failed ends the run once no worker is left, and it is told what is kept", async () => {
  ranges.listeners = 1;
  const work = begin();
  await vi.waitUntil(() => ranges.jobs.size > 0);
  fail();
  ranges.listeners = 0;
  await expect(work).rejects.toThrow("images 0 to 99: ill: images: damaged; no worker is left");
  expect(told.join("")).toContain(`${runId} is kept in the queue: the same command goes on`);
});

/** Longer than a run without a worker lasts in which a range failed. */
const LONG = 400;

/** Whether a run goes on for that long. */
async function goesOn(work: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  work.catch(() => undefined).finally(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, LONG));
  return !isOver;
}

test("while a worker is there that tries it again it goes on", async () => {
  ranges.listeners = 1;
  const work = begin();
  await vi.waitUntil(() => ranges.jobs.size > 0);
  fail();
  expect(await goesOn(work)).toBe(true);
});

test("what failed before a run was taken up is tried again, when a worker comes", async () => {
  void begin();
  await vi.waitUntil(() => ranges.jobs.size > 0);
  fail();
  ending.abort();
  ending = new AbortController();
  expect(await goesOn(begin())).toBe(true);
});

test("a network that goes is put there again", async () => {
  void begin();
  await vi.waitUntil(() => ranges.jobs.size > 0);
  networks.jobs.clear();
  await vi.waitUntil(() => networks.jobs.size === 1);
});

test("a range that did not get there is handed out again", async () => {
  let broken = 1;
  ranges.onUse = (what) => {
    if (what === "add" && broken-- > 0) throw new Error("connection lost");
  };
  void begin();
  // One in work and one in stock.
  await vi.waitUntil(() => ranges.jobs.size === 2);
  expect(troubles).toEqual(["connection lost"]);
});

test("a store that refuses what it is asked ends the run, in its words", async () => {
  ranges.onUse = (what) => {
    if (what !== "add") return;
    const message = "OOM command not allowed when used memory > 'maxmemory'. script: 1f, on @user";
    throw Object.assign(new Error(message), { name: "ReplyError" });
  };
  await expect(begin()).rejects.toThrow(
    /^the queue at redis:\/\/h refuses what it is asked: OOM command not allowed when .*maxmemory'\.$/,
  );
  expect(troubles.length).toBeGreaterThan(2);
});

test("a connection that breaks again and again does not, unless it is waited for so long", async () => {
  memory.at("runs").onUse = () => {
    throw new Error("connect ECONNREFUSED");
  };
  const patient = begin();
  await expect(begin(200)).rejects.toThrow("the queue at redis://h was away for 0 s");
  expect(await goesOn(patient)).toBe(true);
});

test("a run that another ended is not said to be kept", async () => {
  const runs = memory.at("runs");
  const work = begin();
  await vi.waitUntil(() => ranges.jobs.size > 0);
  runs.jobs.clear();
  await expect(work).rejects.toThrow("took over and ended the run");
  expect(told.join("")).not.toContain("kept");
});

/** What is removed at the end, in turn, of a run of no images. */
async function removed(meanwhile: () => void = () => undefined): Promise<string[]> {
  const order: string[] = [];
  for (const [name, queue] of [
    ["ranges", ranges],
    ["run", memory.at("runs")],
  ] as const) {
    queue.onUse = (what) => order.push(...(/remove|obliterate/.test(what) ? [name] : []));
  }
  networks.onUse = (what) => {
    if (what === "add") meanwhile();
    if (what === "obliterate") order.push("network");
  };
  const { identity } = run;
  await coordinate({
    ...{ store: memory.store, runId, run: { ...run, identity: { ...identity, total: 0 } } },
    ...{ network, batchSize: 100, wait: Infinity, isQuiet: true, signal: ending.signal },
    ...{ onProgress: undefined, onShares: undefined, onTrouble: () => undefined },
  });
  return order;
}

test("the run's job goes last: nobody begins the same before the rest is gone", async () => {
  expect(await removed()).toEqual(["network", "ranges", "run"]);
});

test("what another coordinator has taken over is left to it", async () => {
  const takeOver = (): void => {
    memory.at("runs").jobs.get(runId)!.progress = { by: "other", count: 1, at: 0 };
  };
  expect(await removed(takeOver)).toEqual([]);
});
