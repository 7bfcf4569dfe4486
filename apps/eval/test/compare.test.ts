import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { computeFigures, createTally, updateTally } from "@evalpool/metrics";
import type { EvaluationResult } from "@evalpool/eval";
import type { Comparison } from "@evalpool/evaluate";
import { mnist, runCli, weights, type Outcome } from "./run-cli.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
});
afterAll(() => rm(directory, { recursive: true }));

const path = (name: string): string => join(directory, name);

const dataset = { name: "tiny", split: "test", images: 4, sha256: "aa", labelsSha256: "bb" };
const labels = [0, 1, 0, 1];

/** Of an image of two classes that is read as `prediction`, with a confidence of 3 / 4. */
const probabilities = (prediction: number): number[] => [0, 1].map((j) => (j === prediction ? 0.75 : 0.25)); // prettier-ignore

/** A result of 4 images of 2 classes, which are read as this, as far as it is compared. */
function result(predictions: readonly number[], changes: object = {}): Partial<EvaluationResult> {
  const tally = createTally(2);
  const logits = { data: predictions.flatMap((p) => probabilities(p).map(Math.log)), stride: 2 };
  // 1/3 and (1/3)², beside the 1 of the largest
  const sums = predictions.flatMap(() => [1 / 3, 1 / 9]);
  updateTally(tally, labels, { predictions, sums, logits }, 0, predictions.length);
  const figures = computeFigures(tally);
  return {
    schemaVersion: 1,
    model: { id: "net", runtime: { name: "own" }, parameters: 3, digest: "0f" },
    dataset,
    ...figures,
    throughput: { imagesPerSecond: 1000 * figures.correct },
    timings: { loadMs: 1, poolStartMs: 1, evaluateMs: figures.total / figures.correct, totalMs: 9 },
    ...changes,
  };
}

const oneRight = [0, 0, 1, 0];
const threeRight = [1, 1, 0, 1];
const one = result(oneRight);
const three = result(threeRight);

/** As `--samples` writes them. */
function samples(predictions: readonly number[], changes: readonly object[] = []): string {
  const lines = predictions.map((prediction, index) => {
    const row = probabilities(prediction);
    const sample = { index, label: labels[index], prediction, probabilities: row };
    return JSON.stringify({ ...sample, ...changes[index] }) + "\n";
  });
  return lines.join("");
}

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(path(name), typeof content === "string" ? content : JSON.stringify(content));
  return path(name);
}

async function compare(a: unknown, b: unknown, ...flags: string[]): Promise<Outcome> {
  return runCli(["compare", await write("a.json", a), await write("b.json", b), ...flags]);
}

async function withSamples(a: string, b: string, ...flags: string[]): Promise<Outcome> {
  const both = ["--samples", await write("a.jsonl", a), await write("b.jsonl", b)];
  return compare(one, three, ...both, ...flags);
}

/** That it ended in one line, of a length that people read, on `a.json` and so on. */
function expectRefused({ code, stdout, stderr }: Outcome, message: string): void {
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain(`evalpool: ${message}`);
  expect(stderr).toMatch(/^[^\n]{1,2000}\n$/);
}

describe("two results", () => {
  test("side by side, with their difference", async () => {
    const { code, stdout, stderr } = await compare(one, three);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // Scripts give it to whatever they run.
    expect(await compare(one, three, "--no-progress")).toEqual({ code, stdout, stderr });
    expect(stdout).toContain("tiny test, 4 images");
    expect(stdout).toMatch(/^accuracy +0\.2500 +0\.7500 +\+0\.5000$/m);
    // f1_score([0, 1, 0, 1], [0, 0, 1, 0], average=None), and of [1, 1, 0, 1]
    expect(stdout).toMatch(/^ {2}0 +0\.4000 +0\.6667 +\+0\.2667$/m);
    expect(stdout).toMatch(/^ {2}1 +0\.0000 +0\.8000 +\+0\.8000$/m);
    expect(stdout).toMatch(/^images\/s +1,000 +3,000$/m);
    expect(stdout).toContain("--samples A.jsonl B.jsonl");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("of one name are told apart by as much of where they are", async () => {
    for (const name of ["old", "new"]) await mkdir(path(name), { recursive: true });
    const [a, b] = [await write("old/r.json", one), await write("new/r.json", three)];
    const { stdout } = await runCli(["compare", a, b, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      a: { file: "old/r.json" },
      b: { file: "new/r.json" },
    });
  });

  test("take no notice of what else a result holds", async () => {
    const later = { startedAt: "2026-01-01T00:00:00.000Z", gates: [{ gate: "x" }], another: 1 };
    const { code, stdout } = await compare({ ...one, ...later }, three, "--json");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: (await compare(one, three, "--json")).stdout,
    });
  });

  test("a name from a result is shown, not obeyed, and shortened", async () => {
    const id = `\u001b[31m\u009b31m\u202e${"long".repeat(10_000)}`;
    const { stdout } = await compare({ ...one, model: { id, parameters: 3 } }, three);
    expect(stdout).toContain("a.json:\n\\x1b[31m\\x9b31m\\u202elong");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(stdout.length).toBeLessThan(2000);
  });

  test("McNemar's test where there are samples, and --json", async () => {
    const { code, stdout } = await withSamples(samples(oneRight), samples(threeRight));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A right +0 +1$/m);
    expect(stdout).toMatch(/^A wrong +3 +0$/m);
    // 2 * (math.comb(4, 0) + math.comb(4, 1)) / 2 ** 4
    expect(stdout).toContain("McNemar's test (exact binomial): p = 0.6250");

    const json = await withSamples(samples(oneRight), samples(threeRight), "--json");
    const comparison = JSON.parse(json.stdout) as Comparison;
    expect(comparison).toMatchObject({
      dataset,
      total: 4,
      a: { file: "a.json", accuracy: 0.25, model: { id: "net" } },
      b: { file: "b.json", accuracy: 0.75 },
      difference: { accuracy: 0.5, imagesPerSecond: 2000 },
      mcNemar: { bothRight: 0, onlyA: 1, onlyB: 3, bothWrong: 0, method: "exact binomial" },
    });
    expect(comparison.mcNemar?.pValue).toBeCloseTo(0.625, 12);
  });

  test("of real runs agree with themselves and their samples", async () => {
    const evaluate = async (name: string, ...flags: string[]): Promise<void> => {
      const run = ["--json", "--samples", path(`${name}.jsonl`), "--threads", "2", ...flags];
      await write(`${name}.json`, (await runCli(run)).stdout);
    };
    await evaluate("old", ...mnist, ...weights);
    await evaluate("new", ...mnist, "--repeat", "3", "--batch-size", "7");
    const both = [path("old.json"), path("new.json")];
    const lines = [path("old.jsonl"), path("new.jsonl")];
    const { code, stdout } = await runCli(["compare", ...both, "--samples", ...lines]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^accuracy +0\.9352 +0\.9863 +\+0\.0511$/m);
  });
});

test("--samples takes two files and no more, before and after the results", async () => {
  const results = [await write("a.json", one), await write("b.json", three)];
  const lines = [await write("a.jsonl", samples(oneRight)), await write("b.jsonl", samples(threeRight))]; // prettier-ignore
  for (const args of [
    ["--samples", ...lines, ...results],
    [...results, "--samples", ...lines],
    [results[0]!, "--samples", ...lines, results[1]!],
    ["--samples", ...lines, results[0]!, "--json", results[1]!],
  ]) {
    const { code, stdout } = await runCli(["compare", ...args]);
    expect(code).toBe(0);
    expect(stdout.indexOf("a.json")).toBeLessThan(stdout.indexOf("b.json"));
    expect(stdout).toMatch(/A wrong +3 +0|"onlyB":3/);
  }
  const alone = await runCli(["compare", ...results, "--samples", lines[0]!]);
  const message = "evalpool: --samples takes two files, a's and b's, got 1\n";
  expect(alone).toEqual({ code: 2, stdout: "", stderr: message });
  const tooMany = await runCli(["compare", ...results, "--samples", ...lines, lines[0]!]);
  expect(tooMany).toMatchObject({ code: 2, stdout: "" });
  expect(tooMany.stderr).toMatch(
    /^evalpool: expected two to compare, got 3: .*; --samples takes two files\n$/,
  );
  const twice = ["--samples", ...lines, "--samples", ...lines];
  expect((await runCli(["compare", ...results, ...twice])).stderr).toBe(
    "evalpool: --samples takes two files, a's and b's, got 4\n",
  );
});

const other = (changes: object): object => ({ ...three, dataset: { ...dataset, ...changes } });

test.each([
  ["data set", other({ name: "huge" }), "expected data set tiny, as a.json has, got huge"],
  ["split", other({ split: "train" }), "expected split test, as a.json has, got train"],
  ["images", other({ sha256: "cc" }), "expected images of SHA-256 aa, as a.json has, got cc"],
  ["labels", other({ labelsSha256: "cc" }), "expected labels of SHA-256 bb, as a.json has, got cc"],
  ["total", result([0, 1, 1]), "expected a total of images of 4, as a.json has, got 3"],
  ["name that fills a screen", other({ name: "x".repeat(1e6) }), "expected data set tiny"],
])("refuses a result of another %s", async (_, b, message) => {
  expectRefused(await compare(one, b), `b.json: ${message}`);
});

const noResult = "expected a result of eval --json";
const disagree = "expected figures that agree";

test.each([
  ["what is not JSON", "{", `${noResult}, got what is not JSON`],
  ["another document", "[]", `${noResult}: `],
  ["a figure missing", { ...one, brierScore: undefined }, `${noResult}: brierScore: `],
  ["another version", { ...one, schemaVersion: 2 }, `${noResult}: schemaVersion: `],
  ["too deep a document", "[".repeat(300_000), `${noResult}, got what is not JSON`],
  ["a deep document", "[".repeat(1e6) + "]".repeat(1e6), `${noResult}: `],
  ["a million problems", { ...one, perClass: new Array(1e6).fill(0) }, `${noResult}: perClass.0: `],
  ["half an image", { ...one, confusionMatrix: [[0.5]] }, `${noResult}: confusionMatrix: row 0`],
  ["a matrix of texts", { ...one, confusionMatrix: ["\u001b"] }, `${noResult}: confusionMatrix: `],
  ["an accuracy of no number", { ...one, accuracy: "1" }, `${noResult}: accuracy: `],
  // What can be computed again.
  ["another accuracy", { ...one, accuracy: 0.5 }, `${disagree}: accuracy: expected 0.25, got 0.5`],
  ["another number correct", { ...one, correct: 2 }, `${disagree}: correct: expected 1, got 2`],
  ["another total", { ...one, total: 5 }, `${disagree}: total: expected 4, got 5`],
  [
    "an interval that is reversed",
    { ...one, accuracyInterval: { confidence: 0.95, low: 0.9, high: 0.1 } },
    // scipy.stats.binomtest(1, 4).proportion_ci(method="wilson").low
    `${disagree}: accuracyInterval.low: expected 0.0455872608097`,
  ],
  [
    "another support",
    { ...one, perClass: one.perClass!.map((scores) => ({ ...scores, support: 3 })) },
    `${disagree}: perClass.0.support: expected 2, got 3; perClass.1.support: expected 2, got 3`,
  ],
  ["a class too few", { ...one, perClass: one.perClass!.slice(1) }, `${disagree}: perClass: expected 2 of them, got 1`], // prettier-ignore
  [
    "another F1",
    { ...one, macro: { ...one.macro!, f1: 0.9 } },
    `${disagree}: macro.f1: expected 0.2, got 0.9`,
  ],
  ["another matrix", { ...one, confusionMatrix: three.confusionMatrix }, `${disagree}: correct: expected 3, got 1`], // prettier-ignore
  [
    "a score that is not ill-defined",
    { ...one, perClass: one.perClass!.map((scores) => ({ ...scores, illDefined: ["f1"] })) },
    `${disagree}: perClass.0.illDefined: expected nothing, got ["f1"]`,
  ],
  ["a top 2 below all", { ...one, topKAccuracy: [0.25, 0.5] }, `${disagree}: topKAccuracy.1: expected 1, got 0.5`], // prettier-ignore
  ["another top 3", { ...one, top3Accuracy: 0.5 }, `${disagree}: top3Accuracy: expected 1, got 0.5`], // prettier-ignore
  ["a negative log-loss", { ...one, negativeLogLikelihood: -1 }, `${disagree}: negativeLogLikelihood: expected 0 to 36.04365338911715, got -1`], // prettier-ignore
  ["a Brier score beyond 2", { ...one, brierScore: 3 }, `${disagree}: brierScore: expected 0 to 2, got 3`], // prettier-ignore
  ["another calibration error", { ...one, calibrationError: 0 }, `${disagree}: calibrationError: expected 0.5, got 0`], // prettier-ignore
  [
    "bins of other images",
    { ...one, reliabilityBins: one.reliabilityBins!.map((bin) => ({ ...bin, images: 0, accuracy: null, confidence: null })) }, // prettier-ignore
    `${disagree}: reliabilityBins: expected 1 of 4 images correct, as in confusionMatrix, got 0 of 0`,
  ],
  [
    "a bin with another confidence",
    { ...one, reliabilityBins: one.reliabilityBins!.map((bin) => ({ ...bin, confidence: bin.images && 0.9 })) }, // prettier-ignore
    `${disagree}: reliabilityBins.0.confidence: expected null, got 0`,
  ],
  ["another speed", { ...one, throughput: { imagesPerSecond: 9 } }, `${disagree}: throughput.imagesPerSecond: expected 1000, got 9`], // prettier-ignore
  ["more images than there are", { ...one, dataset: { ...dataset, images: 3 } }, `${disagree}: total: expected 0 to 3, got 4`], // prettier-ignore
])("refuses %s as a result", async (_, a, message) => {
  expectRefused(await compare(a, three), `a.json: ${message}`);
});

test.each([
  ["another run's", samples(threeRight), "expected 1 of 4 images correct, as in the result, got 3"],
  ["too few", samples(oneRight.slice(0, 2)), "expected 1 of 4 images correct, as in the result"],
  ["too many", samples(oneRight) + "{}\n", "line 5: expected 4 images, as in the result, got more"],
  ["unordered", samples(oneRight, [{ index: 1 }]), "line 1: index: expected 0, got 1"],
  ["twice the same", samples(oneRight, [{}, { index: 0 }]), "line 2: index: expected 1, got 0"],
  ["no JSON", "index 0\n", "line 1: expected a line of --samples, got what is not JSON"],
  ["without label", '{"index":0}\n', "line 1: expected a line of --samples: label: "],
  ["with an empty line", "\n", "line 1: expected a line of --samples, got what is not JSON"],
  [
    // 2^32 is 0 where 32 bits are kept: a wrong image would count as right
    "of a label that wraps around",
    samples(oneRight, [{ label: 2 ** 32 }]),
    "line 1: label: expected a class from 0 to 1, got 4294967296",
  ],
  [
    "of a prediction that wraps around",
    samples(oneRight, [{ prediction: 2 ** 32 }]),
    "line 1: prediction: expected a class from 0 to 1, got 4294967296",
  ],
  ["of half a label", samples(oneRight, [{ label: 0.5 }]), "line 1: expected a line of --samples: label: "], // prettier-ignore
  ["of a negative label", samples(oneRight, [{ label: -1 }]), "line 1: expected a line of --samples: label: "], // prettier-ignore
  [
    "of three classes",
    samples(oneRight, [{ probabilities: [0.5, 0.25, 0.25] }]),
    "line 1: probabilities: expected 2, as the result has classes, got 3",
  ],
  [
    "of a sum beyond rounding",
    samples(oneRight, [{ probabilities: [0.750002, 0.25] }]),
    "line 1: probabilities: expected a sum of 1, got 1.000002",
  ],
  [
    "of a probability above 1",
    samples(oneRight, [{ probabilities: [1.5, -0.5] }]),
    "line 1: expected a line of --samples: probabilities.0: ",
  ],
  [
    "of another prediction than the likeliest",
    samples(oneRight, [{ probabilities: [0.25, 0.75] }]),
    "line 1: prediction: expected 1, of the largest probability 0.75, got 0, of 0.25",
  ],
  [
    "as many right, of other images",
    samples([1, 1, 1, 0]),
    "expected 1 images of label 0 read as 0, as in the result, got 0",
  ],
  [
    "of other probabilities",
    samples(oneRight, [{ probabilities: [0.8, 0.2] }]),
    // (-log(3 / 4) - 3 * log(1 / 4)) / 4 and (-log(0.8) - 3 * log(1 / 4)) / 4
    "expected a negativeLogLikelihood of 1.1116",
  ],
])("refuses samples that are %s", async (_, a, message) => {
  const refused = await withSamples(a, samples(threeRight));
  expectRefused(refused, "a.jsonl");
  expect(refused.stderr).toContain(message);
});

test("takes samples as any program may print them", async () => {
  // Halves of seven digits; ties, of which either may have been the larger before it was printed;
  // and a label held impossible, which counts as 2^-52.
  const rows = [[0.5000001, 0.4999998], [0.5, 0.5], [0.5, 0.5], [1, 0]]; // prettier-ignore
  const lines = samples(oneRight, rows.map((row) => ({ probabilities: row }))); // prettier-ignore
  const spaced = lines.replaceAll(",", ",  ").replaceAll("\n", "\r\n").trimEnd();
  const scores = {
    negativeLogLikelihood: (3 * Math.LN2 + 52 * Math.LN2) / 4,
    brierScore: (3 * 0.5 + 2) / 4,
  };
  const both = [await write("a.jsonl", spaced), await write("b.jsonl", samples(threeRight))];
  const outcome = await compare({ ...one, ...scores }, three, "--samples", ...both);
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
});

test("takes results and samples after a mark of UTF-8", async () => {
  const marked = (content: unknown): string => `\ufeff${JSON.stringify(content)}`;
  const both = [await write("a.jsonl", `\ufeff${samples(oneRight)}`), await write("b.jsonl", samples(threeRight))]; // prettier-ignore
  const outcome = await compare(marked(one), marked(three), "--samples", ...both);
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
});

test("refuses samples whose labels are others", async () => {
  // Labels 1 0 1 0: as many right, and as many of each label.
  const swapped = labels.map((label) => ({ label: 1 - label }));
  const b = samples([1, 0, 1, 1], swapped);
  expectRefused(
    await withSamples(samples(oneRight), b),
    "b.json: samples, index 0: expected label 0, as the other samples have, got 1",
  );
});

describe("a file that is none, or has no end", () => {
  const makeFifo = (): string => {
    execFileSync("mkfifo", [path("fifo")]);
    return path("fifo");
  };

  test.each([
    ["is missing", () => path("none"), "none: no such file or directory"],
    ["is a directory", () => directory, "expected a regular file, got a directory"],
    ["is a FIFO", makeFifo, "fifo: expected a regular file, got a named pipe (FIFO)"],
    ["is /dev/zero", () => "/dev/zero", "zero: expected a regular file, got a character device"],
  ])("%s", async (_, make, message) => {
    const file = make();
    const refused = await runCli(["compare", file, file]);
    expectRefused(refused, "");
    expect(refused.stderr).toContain(message);
    const results = [await write("a.json", one), await write("b.json", three)];
    const samplesRefused = await runCli(["compare", ...results, "--samples", file, file]);
    // Of what is missing it is said what else there could be.
    const stderr = refused.stderr.replace(/; expected a result of .*/, "");
    expect(samplesRefused).toEqual({ ...refused, stderr });
  });

  /** Of 600 MB, which takes no room on the disk. */
  async function sparse(name: string): Promise<string> {
    await using handle = await open(path(name), "w");
    await handle.truncate(6e8);
    return path(name);
  }

  test("is of 600 MB", async () => {
    const huge = await sparse("huge.json");
    const message = "huge.json: expected at most 8,388,608 bytes, got 600,000,000 bytes";
    expectRefused(await runCli(["compare", huge, huge]), message);
  });

  test("has a line of 600 MB", async () => {
    const huge = await sparse("huge.jsonl");
    const results = [await write("a.json", one), await write("b.json", three)];
    expectRefused(
      await runCli(["compare", ...results, "--samples", huge, huge]),
      "huge.jsonl, line 1: expected at most 320 bytes, got more",
    );
  });

  test("has a line as long as can be, and one more", async () => {
    const [first = "", ...rest] = samples(oneRight).split("\n");
    const padded = (bytes: number): string => [first.padEnd(bytes), ...rest].join("\n");
    expect((await withSamples(padded(320), samples(threeRight))).code).toBe(0);
    expectRefused(
      await withSamples(padded(321), samples(threeRight)),
      "a.jsonl, line 1: expected at most 320 bytes, got more",
    );
  });
});
