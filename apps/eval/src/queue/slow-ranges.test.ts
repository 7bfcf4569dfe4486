import { expect, test, vi } from "vitest";
import { SlowRanges } from "./slow-ranges.js";
import { listen } from "./testing/listen.js";

const told = listen();

test("a range that one worker keeps is told of, every five minutes; one that waits is not", () => {
  const slow = new SlowRanges();
  const range = { start: 0, end: 500 };
  for (const [at, minutes, lines] of [
    [undefined, 6, 0],
    ["a", 4, 0],
    // Taken back, and given to another.
    ["b", 4, 0],
    ["b", 2, 1],
    ["b", 6, 2],
  ] as const) {
    slow.see(range, { at });
    vi.advanceTimersByTime(60_000 * minutes);
    slow.see(range, { at });
    expect(told()).toHaveLength(lines);
  }
  expect(told()[0]).toMatch(
    /^evalpool: images 0 to 499 have not come back from worker b for 5 minutes: if it/,
  );
});
