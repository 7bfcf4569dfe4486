import { expect, test } from "vitest";
import type { RunDescription } from "./run-description.js";
import { RunJob } from "./run-job.js";
import { MemoryStore } from "./testing/memory-store.js";

const id = `run-${"0".repeat(32)}`;
const run = { evalpoolRun: 1, dataset: { name: "mnist", split: "test" } } as RunDescription;
const { signal } = new AbortController();

test("a run that was begun before is taken up, in whatever order a store keeps its keys", async () => {
  const memory = new MemoryStore();
  const runs = memory.at("runs");
  const there = { dataset: { split: "test", name: "mnist" }, evalpoolRun: 1 };
  await runs.add("run", there, { jobId: id });
  const removed: string[] = [];
  runs.onUse = (what) => removed.push(...(what === "remove" ? [what] : []));
  await new RunJob(memory.store, id).begin(run, signal);
  expect(removed).toEqual([]);
}, 10_000);

test("another description under its id is replaced", async () => {
  const memory = new MemoryStore();
  await memory.at("runs").add("run", { ...run, more: 1 }, { jobId: id });
  await new RunJob(memory.store, id).begin(run, signal);
  expect(memory.at("runs").jobs.get(id)?.data).toEqual(run);
}, 10_000);

test("one that another took over and ended is not said to be lost for certain", async () => {
  const memory = new MemoryStore();
  const job = new RunJob(memory.store, id);
  await job.begin(run, signal);
  memory.at("runs").jobs.clear();
  await expect(job.beat()).rejects.toThrow(
    "the queue lost its data, or another evalpool eval of the same took over and ended the run",
  );
});
