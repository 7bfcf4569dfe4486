import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { requireDistinct } from "./distinct-files.js";

let directory: string;
let weights: string;
beforeEach(() => {
  directory = temporaryDirectory();
  weights = join(directory, "w.npz");
  writeFileSync(weights, "");
});

function at(...names: string[]): string {
  return join(directory, ...names);
}

test("a file that is read is not written to, by any of its names", () => {
  linkSync(weights, at("hard"));
  symlinkSync(weights, at("soft"));
  symlinkSync(directory, at("folder"));
  const names = ["hard", "soft", "folder/w.npz", "./w.npz"];
  for (const name of names.map((name) => `${directory}/${name}`)) {
    expect(() => requireDistinct({ "--weights": weights }, { "--samples": name })).toThrow(
      `--samples ${name} would replace --weights ${weights}`,
    );
  }
});

test("nor is what lies in a directory that is read", () => {
  mkdirSync(at("data"));
  writeFileSync(at("data", "labels"), "");
  expect(() =>
    requireDistinct({ "--data": at("data") }, { "--samples": at("data", "labels") }),
  ).toThrow("would replace --data");
  expect(() =>
    requireDistinct({ "--data": at("data") }, { "--samples": at("data", "new") }),
  ).not.toThrow();
});

test("two files that do not exist yet are one if a link leads to the same place", () => {
  symlinkSync(directory, at("folder"));
  expect(() =>
    requireDistinct({}, { "--samples": at("new"), "--report": at("folder", "new") }),
  ).toThrow("--report");
  expect(() => requireDistinct({}, { "--samples": at("new"), "--report": at("x") })).not.toThrow();
});

test("what is not there, or not given, is nobody's file", () => {
  const inputs = { "--weights": at("none", "w"), "--data": at("none"), "--model": undefined };
  expect(() =>
    requireDistinct(inputs, { "--samples": at("new"), "--report": undefined }),
  ).not.toThrow();
});
