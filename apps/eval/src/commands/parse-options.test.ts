import { expect, test } from "vitest";
import { count, fraction, outputFile } from "./parse-options.js";

test("a count has an upper bound too", () => {
  expect(count(1_000_000)("1000000")).toBe(1_000_000);
  expect(() => count(1_000_000)("1000001")).toThrow("Expected at most 1,000,000.");
  expect(() => count(1_000_000)("1000000000000000")).toThrow("Expected at most 1,000,000.");
  expect(() => count(1_000_000)("0")).toThrow("of at least 1.");
});

test("of percent it says which fraction was meant", () => {
  expect(() => fraction("98")).toThrow("Expected a number from 0 to 1. Did you mean 0.98?");
  expect(() => fraction("98.5%")).toThrow("Did you mean 0.985?");
  expect(() => fraction("%")).toThrow(/1\.$/);
  expect(() => fraction("101")).toThrow(/1\.$/);
  expect(() => fraction("-0.1")).toThrow(/1\.$/);
});

test("no output goes to a file that is called -, or nothing", () => {
  for (const name of ["-", ""]) {
    expect(() => outputFile()(name)).toThrow("Expected the name of a file");
    expect(() => outputFile(".svg")(name)).toThrow("Expected the name of a file");
  }
  expect(outputFile(".svg")("A.SVG")).toBe("A.SVG");
  expect(outputFile()("-x")).toBe("-x");
});
