import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeJobId, rangeOfId } from "./range-job.js";

const runId = `run-${"0a".repeat(16)}`;
const TOTAL = 10_000;

test("an id says which range it is of, as BullMQ allows ids to be", () => {
  const ends = fc.tuple(fc.integer({ min: 0, max: TOTAL - 1 }), fc.integer({ min: 1, max: TOTAL }));
  fc.assert(
    fc.property(ends, ([a, b]) => {
      const range = { start: Math.min(a, b - 1), end: Math.max(a + 1, b) };
      const id = rangeJobId(runId, range);
      expect(id).not.toContain(":");
      expect(Number(id)).toBeNaN();
      expect(rangeOfId(runId, TOTAL, id)).toEqual(range);
    }),
  );
});

test.each([
  `${runId}-5-5`,
  `${runId}-6-5`,
  `${runId}-0-10001`,
  `${runId}-00-5`,
  `${runId}-0-5-5`,
  `${runId}--1-5`,
  `run-${"0b".repeat(16)}-0-5`,
  "../../etc/passwd",
  "",
])("%s is no range of the run", (id) => {
  expect(rangeOfId(runId, TOTAL, id)).toBeUndefined();
});
