import {
  DataError,
  CheckpointError,
  SpecError,
  ShardError,
  UsageError,
  WorkerError,
} from "@evalpool/errors";
import { expect, test } from "vitest";
import { exitCodeOf, messagesOf } from "./exit-code.js";

const missing = new DataError("mnist test", "not found");
const damaged = new CheckpointError("w.pkl", "cut short");

test.each([
  [new UsageError("no"), 2],
  [missing, 3],
  [damaged, 3],
  [new SpecError("m.json", ["no"]), 3],
  [new AggregateError([missing, damaged]), 3],
  [new ShardError({ start: 0, end: 1 }, "died"), 4],
  [new WorkerError("died"), 4],
  [new TypeError("x is not a function"), 70],
])("%s gives exit code %d", (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test("two errors give two lines, and a mistake of evalpool's own says so", () => {
  expect(messagesOf(new AggregateError([missing, damaged]))).toEqual([
    "mnist test: not found",
    "w.pkl: cut short",
  ]);
  expect(messagesOf(new TypeError("oops"))[0]).toMatch(/^internal error: oops/);
});
