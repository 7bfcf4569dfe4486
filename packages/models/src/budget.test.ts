import { SpecError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { budget } from "./budget.js";
import { inferShapes } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
import { parseSpec } from "./parse-spec.js";
import type { Layer } from "./spec.js";

const flatten: Layer = { type: "flatten" };

function infer(input: number[], layers: Layer[]): () => unknown {
  return () => inferShapes(lowerSpec({ id: "big", input, layers }));
}

test("as many nodes as a network may have, and one more", () => {
  const layers = (count: number): Layer[] => Array.from({ length: count }, () => flatten);
  expect(infer([1], layers(budget.nodes))).not.toThrow();
  expect(infer([1], layers(budget.nodes + 1))).toThrow(
    "big: expected at most 10,000 nodes, got 10,001",
  );
});

test("as many weights as a network may have, and one more", () => {
  const dense = (units: number): Layer => ({ type: "dense", units, weight: "W", bias: "b" });
  // 2^14 - 1 inputs and a bias, for each of 2^14 units
  expect(infer([2 ** 14 - 1], [dense(2 ** 14)])).not.toThrow();
  expect(infer([2 ** 14], [dense(2 ** 14)])).toThrow(
    "expected at most 268,435,456 weights, got 268,451,840",
  );
  expect(infer([784], [dense(1e9)])).toThrow(SpecError);
  expect(infer([784], [dense(2 ** 53 - 1)])).toThrow(SpecError);
});

test("as many values as an example may have, and one more", () => {
  expect(infer([2 ** 27], [flatten])).not.toThrow();
  expect(infer([2 ** 27 + 1], [flatten])).toThrow("values for each example, got 268,435,458");
  expect(infer([2 ** 53 - 1, 2 ** 53 - 1], [flatten])).toThrow(SpecError);
});

// 300,000 problems at once, and 8 million axes, were "Maximum call stack size exceeded".
test("what a file holds too much of is not looked at one by one", () => {
  const many = <T>(length: number, value: T): T[] => Array.from({ length }, () => value);
  const parse = (input: unknown, layers: unknown) => () =>
    parseSpec({ id: "big", input, layers }, "big.json");
  expect(parse([2], many(300_000, { type: "conv9d" }))).toThrow(
    "big.json: expected at most 10,000 layers, got 300,000",
  );
  expect(parse(many(300_000, 0), [flatten])).toThrow("at most 64 axes of the input, got 300,000");
  expect(parse(many(64, 1), [flatten])).not.toThrow();
  expect(parse(many(65, 1), [flatten])).toThrow("at most 64 axes of the input, got 65");
  const wrong = parse([2], many(5000, { type: "conv9d", extra: "x".repeat(10_000) }));
  expect(wrong).toThrow("and 4990 more");
});
