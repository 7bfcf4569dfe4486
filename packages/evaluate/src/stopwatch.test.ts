import { afterEach, expect, test, vi } from "vitest";
import { stopwatch } from "./stopwatch.js";

afterEach(() => vi.useRealTimers());

test("milliseconds are told since it was made, each time anew", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(1000);
  const elapsed = stopwatch();
  vi.advanceTimersByTime(5);
  expect(elapsed()).toBe(5);
  vi.advanceTimersByTime(2);
  expect(elapsed()).toBe(7);
});
