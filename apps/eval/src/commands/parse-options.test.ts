import { describe, expect, test } from "vitest";
import { count, fraction, outputFile, significance } from "./parse-options.js";

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

describe("a level of significance", () => {
  test.each([
    ["0.05", 0.05],
    ["1e-300", 1e-300],
    [".5", 0.5],
  ])("%s", (text, value) => {
    expect(significance(text)).toBe(value);
  });

  const range = "Expected a number above 0, up to 0.5.";
  test.each([
    ["5", `${range} Did you mean 0.05?`],
    ["5%", `${range} Did you mean 0.05?`],
    ["0.1%", `${range} Did you mean 0.001?`],
    ["95", `${range} Did you mean 0.05?`],
    ["0.95", `${range} Did you mean 0.05?`],
    ["99.9%", `${range} Did you mean 0.001?`],
    ["0", range],
    ["1", `${range} Did you mean 0.01?`],
    ["100", range],
    ["-0.05", range],
    ["", range],
    ["NaN", range],
  ])("%s is none", (text, message) => {
    expect(() => significance(text)).toThrow(expect.objectContaining({ message }));
  });
});
