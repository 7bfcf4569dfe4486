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

test("nor is what is read from a directory, where the last run's report may be replaced", () => {
  mkdirSync(at("data"));
  for (const name of ["t10k-labels-idx1-ubyte", "t10k-images.idx3-ubyte.gz", "w.pkl"]) {
    writeFileSync(at("data", name), "");
    expect(() =>
      requireDistinct({ "--data": at("data") }, { "--samples": at("data", name) }),
    ).toThrow("would replace --data");
  }
  writeFileSync(at("data", "report.html"), "");
  for (const name of ["report.html", "new"]) {
    expect(() =>
      requireDistinct({ "--data": at("data") }, { "--report": at("data", name) }),
    ).not.toThrow();
  }
});

test("two files that do not exist yet are one if a link leads to the same place", () => {
  symlinkSync(directory, at("folder"));
  expect(() =>
    requireDistinct({}, { "--samples": at("new"), "--report": at("folder", "new") }),
  ).toThrow("--report");
  expect(() => requireDistinct({}, { "--samples": at("new"), "--report": at("x") })).not.toThrow();
});

test("a name that goes up from a link is that of what the system finds there", () => {
  mkdirSync(at("other", "deep"), { recursive: true });
  symlinkSync(at("other", "deep"), at("link"));
  const up = `${directory}/link/../new`;
  expect(() => requireDistinct({}, { "--samples": at("other", "new"), "--report": up })).toThrow(
    "--report",
  );
  expect(() => requireDistinct({}, { "--samples": at("new"), "--report": up })).not.toThrow();
});

test("what is not there, or not given, is nobody's file", () => {
  const inputs = { "--weights": at("none", "w"), "--data": at("none"), "--model": undefined };
  expect(() =>
    requireDistinct(inputs, { "--samples": at("new"), "--report": undefined }),
  ).not.toThrow();
});
