import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared, golden } from "../../../test/shared.js";
import { cli, mnist, runCli, runCommand, weights } from "./run-cli.js";

interface Sample {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  readonly probabilities: readonly number[];
}

/** NumPy's `p = softmax(logits)`, of the whole test split. */
interface Golden {
  readonly sample_weight: {
    readonly first_20_misclassified_indices: readonly number[];
    readonly probabilities_of_first_3: readonly (readonly number[])[];
  };
}

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
  file = join(directory, "samples.jsonl");
});
afterEach(() => rm(directory, { recursive: true }));

describeShared("eval --samples on real MNIST", () => {
  async function samples(...flags: string[]): Promise<string> {
    const args = [...mnist, ...weights, "--json", "--samples", file, ...flags];
    expect(await runCli(args)).toMatchObject({ code: 0, stderr: "" });
    expect(await readdir(directory)).toEqual(["samples.jsonl"]);
    return readFile(file, "utf8");
  }

  test("a line for each image by index, with NumPy's predictions and probabilities", async () => {
    const lines = (await samples()).trimEnd().split("\n");
    const all = lines.map((line) => JSON.parse(line) as Sample);
    const numpy = (golden("mnist") as Golden).sample_weight;
    expect(all.map(({ index }) => index)).toEqual([...Array(10_000).keys()]);
    const wrong = all.filter(({ label, prediction }) => label !== prediction);
    expect(wrong.length).toBe(10_000 - 9352);
    expect(wrong.slice(0, 20).map(({ index }) => index)).toEqual(
      numpy.first_20_misclassified_indices,
    );
    for (const [i, expected] of numpy.probabilities_of_first_3.entries()) {
      for (const [j, p] of expected.entries()) expect(all[i]?.probabilities[j]).toBeCloseTo(p, 6);
    }
    for (const { prediction, probabilities } of all) {
      expect(probabilities[prediction]).toBe(Math.max(...probabilities));
    }
  });

  test("the same bytes for any threads and batch size; repetitions write them once", async () => {
    const expected = await samples("--threads", "0", "--batch-size", "1");
    expect(await samples("--threads", "3", "--batch-size", "7")).toBe(expected);
    expect(await samples("--threads", "2", "--repeat", "3")).toBe(expected);
  });

  test("a run that fails leaves no file, and the one before as it was", async () => {
    const before = await samples("--limit", "3");
    const fault = new URL("faults/worker-throws.mjs", import.meta.url).href;
    const args = [...mnist, ...weights, "--backend", "reference", "--samples", file];
    expect((await runCli(args, {}, ["--import", fault])).code).toBe(4);
    expect(await readdir(directory)).toEqual(["samples.jsonl"]);
    expect(await readFile(file, "utf8")).toBe(before);
  });
});

describe("eval --samples -", () => {
  const synthetic = ["--dataset", "synthetic", "--limit", "500"];

  test("writes to stdout what a file would hold, and the result to stderr", async () => {
    expect((await runCli([...synthetic, "--samples", file])).code).toBe(0);
    const { code, stdout, stderr } = await runCli([...synthetic, "--samples", "-"]);
    expect(code).toBe(0);
    expect(stdout).toBe(await readFile(file, "utf8"));
    expect(stderr).toMatch(/^accuracy {2}\d\.\d{4} {2}\d+ of 500 correct/);
    const quiet = await runCli([...synthetic, "--samples", "-", "--quiet"]);
    expect(quiet).toMatchObject({ code: 0, stdout });
    expect(quiet.stderr).toMatch(/^\d\.\d{4}\n$/);
  });

  test("whoever reads the first lines alone leaves nothing to complain of", async () => {
    const pipe = `"$0" "$@" --samples - --quiet | head -n 2`;
    const args = [
      "--norc",
      "-o",
      "pipefail",
      "-c",
      pipe,
      process.execPath,
      cli,
      "eval",
      ...synthetic,
    ];
    const { code, stdout, stderr } = await runCommand("bash", args);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(stderr).toMatch(/^\d\.\d{4}\n$/);
  });

  test("a gate that is missed exits with 1, its lines written", async () => {
    const gate = [...synthetic, "--samples", "-", "--min-accuracy", "1"];
    const { code, stdout, stderr } = await runCli(gate);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split("\n")).toHaveLength(500);
    expect(stderr).toContain("gate missed: accuracy >= 1, got 0.9920");
  });

  test("of a part they are for merge, in a file", async () => {
    const part = ["--shard", "1/2", "--out", file, "--samples", "-"];
    expect(await runCli([...synthetic, ...part])).toEqual({
      code: 2,
      stdout: "",
      stderr: `evalpool: --samples - goes to stdout, and merge looks for a part's in a file beside --out ${file}\n`,
    });
  });
});

test("a pipe is refused with what writes to one", async () => {
  await runCommand("mkfifo", [file]);
  expect(await runCli(["--dataset", "synthetic", "--samples", file])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      `evalpool: cannot write ${file}: expected a regular file, got a pipe; ` +
      "--samples - writes to stdout, which may be one\n",
  });
});

test("a place that cannot be written to is told before anything is evaluated", async () => {
  const missing = join(directory, "none", "samples.jsonl");
  const refused = await runCli(["--dataset", "synthetic", "--samples", missing]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(
    /^evalpool: cannot write .*samples\.jsonl: no such file or directory\n$/,
  );
  await mkdir(file);
  const occupied = await runCli(["--dataset", "synthetic", "--samples", file]);
  expect(occupied).toMatchObject({ code: 2, stdout: "" });
  expect(occupied.stderr).toMatch(/samples\.jsonl: not a regular file\n$/);
});
