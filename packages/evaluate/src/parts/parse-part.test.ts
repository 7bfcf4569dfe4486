import { createTally } from "@evalpool/metrics";
import { expect, test } from "vitest";
import { smallPart } from "../testing/small-part.js";
import { parsePart } from "./parse-part.js";

const part = await smallPart(100, [
  { start: 0, end: 20 },
  { start: 30, end: 40 },
]);

test("a part is the same after it was JSON", () => {
  const samples = { file: "a.jsonl", sha256: "0".repeat(64) };
  const full = { ...part, samples, made: { ...part.made, worker: "one" } };
  expect(parsePart(JSON.parse(JSON.stringify(full)))).toEqual(full);
});

test.each([
  [null, "not a part"],
  [{}, "evalpoolPart"],
  [{ ...part, evalpoolPart: 2 }, "evalpoolPart"],
  [{ ...part, more: 1 }, "more"],
  [{ ...part, run: { ...part.run, graph: "../../x" } }, "run.graph: expected a SHA-256 in hex"],
  [{ ...part, run: { ...part.run, kernels: "x".repeat(2000) } }, "run.kernels"],
  [{ ...part, ranges: [{ start: 0, end: Infinity }] }, "ranges.0.end"],
  [{ ...part, ranges: [{ start: 5, end: 5 }] }, "ranges: expected some of 0 to 100, got 5 to 5"],
  [{ ...part, ranges: [{ start: 90, end: 120 }] }, "got 90 to 120"],
  [{ ...part, ranges: [part.ranges[0], part.ranges[0]] }, "ranges: 0 to 20 is there twice"],
  [{ ...part, ranges: [{ start: 0, end: 31 }] }, "tally: expected 31 images"],
  [{ ...part, tally: { ...part.tally, labelRanks: [1] } }, "not a tally"],
  [{ ...part, ranges: [], tally: createTally(3) }, "tally: expected 4 classes, as its run has"],
  [{ ...part, made: { ...part.made, evaluateMs: -1 } }, "made.evaluateMs"],
  [{ ...part, dataset: { ...part.dataset, images: 99 } }, "dataset.images: expected at least 100"],
  [{ ...part, model: { id: 1 } }, "model.id"],
])("refuses what is none: %#", (value, message) => {
  expect(() => parsePart(value)).toThrow(RangeError);
  expect(() => parsePart(value)).toThrow(message);
});
