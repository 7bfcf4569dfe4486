import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attempts } from "./attempts.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Milliseconds until the next attempt is due. */
function pause(attempts: Attempts): number {
  let waited = 0;
  for (; !attempts.isDue; waited += 500) vi.advanceTimersByTime(500);
  return waited;
}

test("pauses grow while attempts fail, and none is so long that the run is missed", () => {
  const attempts = new Attempts();
  expect(attempts.isDue).toBe(true);
  const pauses = Array.from({ length: 8 }, () => {
    attempts.fail("404");
    return pause(attempts);
  });
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  attempts.succeed();
  attempts.fail("404");
  expect(pause(attempts)).toBe(1000);
});

test("a reason is news once, until an attempt succeeds", () => {
  const attempts = new Attempts();
  const isNews = ["404", "no connection", "404", "no connection"].map((it) => attempts.fail(it));
  expect(isNews).toEqual([true, true, false, false]);
  attempts.succeed();
  expect(attempts.fail("404")).toBe(true);
});
