import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { alone, isStop, stop } from "./alone.js";

/** Work that lasts until it is aborted, and tells when it begins and ends. */
function lasting(name: string, told: string[]): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    told.push(`${name} begins`);
    while (!signal.aborted) await setImmediate();
    await setImmediate();
    told.push(`${name} ends`);
    signal.throwIfAborted();
  };
}

test("what comes later stops what is under way, and begins when that has ended", async () => {
  const told: string[] = [];
  const first = alone(lasting("first", told));
  const failure = expect(first).rejects.toSatisfy(isStop);
  await setImmediate();
  const second = alone(() => {
    told.push("second begins");
    return Promise.resolve(2);
  });
  await failure;
  expect(await second).toBe(2);
  expect(told).toEqual(["first begins", "first ends", "second begins"]);
});

test("what is stopped before its turn never begins", async () => {
  const told: string[] = [];
  const first = expect(alone(lasting("first", told))).rejects.toSatisfy(isStop);
  const second = expect(alone(lasting("second", told))).rejects.toSatisfy(isStop);
  stop();
  await Promise.all([first, second]);
  expect(told).not.toContain("second begins");
});

test("a failure is told as it is, and the next is done all the same", async () => {
  const failed = alone(() => Promise.reject(new Error("no")));
  await expect(failed).rejects.toThrow("no");
  expect(await alone(() => Promise.resolve(1))).toBe(1);
});
