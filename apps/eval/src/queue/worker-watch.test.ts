import { expect, test, vi } from "vitest";
import { WorkerWatch } from "./worker-watch.js";
import { listen } from "./testing/listen.js";

const told = listen();

/** A second at a time, as a coordinator looks. */
function see(watch: WorkerWatch, count: number, seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    vi.advanceTimersByTime(1000);
    watch.see(count, "redis://h");
  }
}

/** One whose run workers can know of. */
function begun(wait: number): WorkerWatch {
  const watch = new WorkerWatch(wait, true);
  watch.see(0, "redis://h");
  return watch;
}

test("what passes before the first look does not count: workers cannot know of the run", () => {
  const watch = new WorkerWatch(5000, true);
  vi.advanceTimersByTime(100_000);
  see(watch, 0, 10);
  expect(() => see(watch, 0, 1)).toThrow("for 10 s");
});

test("the first worker has 10 s to come, though less is waited", () => {
  const watch = begun(1000);
  see(watch, 0, 9);
  see(watch, 1, 1);
  expect(() => see(watch, 0, 1)).toThrow("for 1 s");
});

test("where workers were refused, that is told, not that there are none", () => {
  const watch = begun(12_000);
  watch.hear([
    { worker: "v", says: "refused", reason: "other data" },
    { worker: "w", says: "refused", reason: "no data" },
  ]);
  expect(() => see(watch, 0, 12)).toThrow(
    "no worker at redis://h for 12 s that can serve this run, and 2 workers said above why not: start others",
  );
});

test("that there is no worker is told after a minute, and again after each", () => {
  const watch = begun(Infinity);
  see(watch, 0, 59);
  expect(told()).toEqual([]);
  see(watch, 0, 1);
  expect(told().join("")).toMatch(
    /^evalpool: no worker at redis:\/\/h for 60 s: start some .* or wait for those that are busy/,
  );
  see(watch, 0, 60);
  expect(told()).toHaveLength(2);
  see(watch, 1, 1);
  see(watch, 0, 59);
  expect(told()).toHaveLength(2);
});

test("it is given up after as long as is waited, counted from the last worker", () => {
  const watch = begun(5000);
  see(watch, 0, 4);
  see(watch, 2, 1);
  see(watch, 0, 4);
  expect(() => see(watch, 0, 1)).toThrow("no worker at redis://h for 5 s");
});

test("what keeps a worker away is told once, though quiet; that one came is no news then", () => {
  const watch = new WorkerWatch(Infinity, true);
  const refusal = { worker: "w", says: "refused", reason: "other data" } as const;
  watch.hear([{ worker: "v", says: "joined" }, refusal, refusal]);
  expect(told()).toEqual(["evalpool: worker w cannot serve this run: other data\n"]);
});
