import { expect, test } from "vitest";
import type { ShardRange } from "../plan-shards.js";
import { takeUp } from "./take-up.js";

const range = (start: number, end: number): ShardRange => ({ start, end });

test("what is stored counts, what is queued is waited for, the rest is planned", () => {
  const stored = [range(50, 60), range(0, 10)];
  const queued = [range(20, 30)];
  expect(takeUp(60, { stored, queued })).toEqual({
    counted: [range(0, 10), range(50, 60)],
    handedOut: queued,
    missing: [range(10, 20), range(30, 50)],
    stray: [],
  });
});

test("nothing found is a run that begins", () => {
  const begun = { counted: [], handedOut: [], missing: [range(0, 60)], stray: [] };
  expect(takeUp(60, { stored: [], queued: [] })).toEqual(begun);
});

// Two plans may meet. Were both waited for, their parts could never be merged.
test("of ranges that share images, one stays: what is stored before what is queued", () => {
  const stored = [range(5, 15), range(0, 10)];
  const queued = [range(9, 20), range(15, 25), range(20, 30), range(55, 61), range(10, 12)];
  expect(takeUp(60, { stored, queued })).toEqual({
    counted: [range(0, 10)],
    handedOut: [range(10, 12), range(15, 25)],
    missing: [range(12, 15), range(25, 60)],
    stray: [range(5, 15), range(9, 20), range(20, 30), range(55, 61)],
  });
});
