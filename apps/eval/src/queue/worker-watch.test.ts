import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WorkerWatch } from "./worker-watch.js";

let told: string[];
beforeEach(() => {
  told = [];
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A second at a time, as a coordinator looks. */
function see(watch: WorkerWatch, count: number, seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    vi.advanceTimersByTime(1000);
    watch.see(count, "redis://h");
  }
}

test("that there is no worker is told after a minute, and again after each", () => {
  const watch = new WorkerWatch(Infinity, true);
  see(watch, 0, 59);
  expect(told).toEqual([]);
  see(watch, 0, 1);
  expect(told.join("")).toMatch(/^evalpool: no worker at redis:\/\/h for 60 s: start some/);
  see(watch, 0, 60);
  expect(told).toHaveLength(2);
  see(watch, 1, 1);
  see(watch, 0, 59);
  expect(told).toHaveLength(2);
});

test("it is given up after as long as is waited, counted from the last worker", () => {
  const watch = new WorkerWatch(5000, true);
  see(watch, 0, 4);
  see(watch, 2, 1);
  see(watch, 0, 4);
  expect(() => see(watch, 0, 1)).toThrow("no worker at redis://h for 5 s");
});

test("what keeps a worker away is told once, though quiet; that one came is no news then", () => {
  const watch = new WorkerWatch(Infinity, true);
  const refusal = { worker: "w", says: "refused", reason: "other data" } as const;
  watch.hear([{ worker: "v", says: "joined" }, refusal, refusal]);
  expect(told).toEqual(["evalpool: worker w cannot serve this run: other data\n"]);
});
