import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "@evalpool/eval";
import type { Comparison } from "../src/compare/compare-results.js";
import { runCli, type Outcome } from "./run-cli.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
});
afterAll(() => rm(directory, { recursive: true }));

const path = (name: string): string => join(directory, name);

const dataset = { name: "tiny", split: "test", images: 4, sha256: "aa", labelsSha256: "bb" };

/** A result of 4 images of 2 classes, as far as it is compared. */
function result(correct: number, changes: object = {}): object {
  const scores = { precision: correct / 4, recall: correct / 4, f1: correct / 4 };
  const some: Partial<EvaluationResult> = {
    schemaVersion: 1,
    model: { id: "net", parameters: 3, digest: "0f" },
    dataset,
    total: 4,
    correct,
    accuracy: correct / 4,
    accuracyInterval: { confidence: 0.95, low: 0.1, high: 0.9 },
    top3Accuracy: 1,
    negativeLogLikelihood: 0.5,
    brierScore: 0.25,
    calibrationError: 0.125,
    macro: scores,
    perClass: [0, 1].map((label) => ({ label, support: 2, ...scores })),
    throughput: { imagesPerSecond: 1000 * correct },
  };
  return { ...some, ...changes };
}

function samples(labels: readonly number[], predictions: readonly number[]): string {
  const line = (label: number, index: number): string =>
    JSON.stringify({ index, label, prediction: predictions[index], probabilities: [0.5, 0.5] });
  return labels.map((label, index) => line(label, index) + "\n").join("");
}

async function compare(a: unknown, b: unknown, ...flags: string[]): Promise<Outcome> {
  await writeFile(path("a.json"), typeof a === "string" ? a : JSON.stringify(a));
  await writeFile(path("b.json"), typeof b === "string" ? b : JSON.stringify(b));
  return runCli(["compare", path("a.json"), path("b.json"), ...flags]);
}

async function withSamples(a: string, b: string, ...flags: string[]): Promise<Outcome> {
  await writeFile(path("a.jsonl"), a);
  await writeFile(path("b.jsonl"), b);
  const both = ["--samples", path("a.jsonl"), path("b.jsonl")];
  return compare(result(1), result(3), ...both, ...flags);
}

const labels = [0, 1, 0, 1];
const oneRight = samples(labels, [0, 0, 1, 0]);
const threeRight = samples(labels, [1, 1, 0, 1]);

test("figures side by side, with their difference", async () => {
  const { code, stdout, stderr } = await compare(result(1), result(3));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("tiny test, 4 images");
  expect(stdout).toMatch(/^accuracy +0\.2500 +0\.7500 +\+0\.5000$/m);
  expect(stdout).toMatch(/^ {2}1 +0\.2500 +0\.7500 +\+0\.5000$/m);
  expect(stdout).toMatch(/^images\/s +1,000 +3,000$/m);
  expect(stdout).toContain("--samples A.jsonl B.jsonl");
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("a name from a result is shown, not obeyed", async () => {
  const { stdout } = await compare(
    result(1, { model: { id: "\u001b[31mred", parameters: 3 } }),
    result(3),
  );
  expect(stdout).toContain("a.json: \\x1b[31mred");
  expect(stdout).not.toContain("\u001b");
});

test("McNemar's test where there are samples, and --json", async () => {
  const { code, stdout } = await withSamples(oneRight, threeRight);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^A right +0 +1$/m);
  expect(stdout).toMatch(/^A wrong +3 +0$/m);
  // 2 * (math.comb(4, 0) + math.comb(4, 1)) / 2 ** 4
  expect(stdout).toContain("McNemar's test (exact binomial): p = 0.6250");

  const json = await withSamples(oneRight, threeRight, "--json");
  const comparison = JSON.parse(json.stdout) as Comparison;
  expect(comparison).toMatchObject({
    dataset,
    total: 4,
    a: { file: "a.json", accuracy: 0.25, model: { id: "net" } },
    b: { file: "b.json", accuracy: 0.75 },
    difference: { accuracy: 0.5, f1: [0.5, 0.5], imagesPerSecond: 2000 },
    mcNemar: { bothRight: 0, onlyA: 1, onlyB: 3, bothWrong: 0, method: "exact binomial" },
  });
  expect(comparison.mcNemar?.pValue).toBeCloseTo(0.625, 12);
});

const other = (changes: object): object => result(3, { dataset: { ...dataset, ...changes } });

test.each([
  ["data set", other({ name: "huge" }), "expected data set tiny, as a.json has, got huge"],
  ["split", other({ split: "train" }), "expected split test, as a.json has, got train"],
  ["images", other({ sha256: "cc" }), "expected images of SHA-256 aa, as a.json has, got cc"],
  ["labels", other({ labelsSha256: "cc" }), "labels of SHA-256 bb, as a.json has, got cc"],
  ["total", result(3, { total: 3 }), "expected a total of images of 4, as a.json has, got 3"],
])("refuses a result of another %s", async (_, b, message) => {
  const { code, stdout, stderr } = await compare(result(1), b);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^evalpool: b\.json: .*\n$/);
  expect(stderr).toContain(message);
});

test.each([
  ["what is not JSON", "{", "expected a result of eval --json, got what is not JSON"],
  ["another document", "[]", "expected a result of eval --json: "],
  ["a figure missing", result(1, { brierScore: undefined }), "result of eval --json: brierScore: "],
  ["another version", result(1, { schemaVersion: 2 }), "result of eval --json: schemaVersion: "],
])("refuses %s as a result", async (_, a, message) => {
  const { code, stdout, stderr } = await compare(a, result(3));
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^evalpool: a\.json: .*\n$/);
  expect(stderr).toContain(message);
});

test.each([
  ["another run's", threeRight, "a.jsonl: expected 1 of 4 images correct, as in the result, got 3"],
  ["too few", oneRight.split("\n").slice(0, 3).join("\n"), "a.jsonl: expected 1 of 4 images"],
  ["unordered", samples(labels, [0]).replace(`:0,`, `:1,`), "line 1: expected"],
  ["no JSON", "index 0\n", "a.jsonl, line 1: expected a line of --samples, got what is not JSON"],
  ["without label", '{"index":0}\n', "a.jsonl, line 1: expected a line of --samples: label: "],
])("refuses samples that are %s", async (_, a, message) => {
  const { code, stdout, stderr } = await withSamples(a, threeRight);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^evalpool: a\.jsonl.*\n$/);
  expect(stderr).toContain(message);
});

test("refuses samples whose labels are others, missing files, and one samples file alone", async () => {
  const swapped = await withSamples(oneRight, samples([1, 0, 1, 0], [1, 0, 1, 1]));
  expect(swapped).toMatchObject({ code: 3, stdout: "" });
  expect(swapped.stderr).toContain("index 0: expected label 0, as the other samples have, got 1");
  const missing = await runCli(["compare", path("none.json"), path("none.json")]);
  expect(missing).toMatchObject({ code: 3, stderr: "evalpool: none.json: no such file\n" });
  const alone = await compare(result(1), result(3), "--samples", path("a.jsonl"));
  expect(alone).toMatchObject({ code: 2, stdout: "" });
  expect(alone.stderr).toBe("evalpool: --samples takes two files, a's and b's, got 1\n");
});
