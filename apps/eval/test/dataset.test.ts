import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "@evalpool/eval";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli } from "./run-cli.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-dataset-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** The card beside the shipped weights. */
async function card(): Promise<{ test: { accuracy: number; correct: number } }> {
  const file = new URL("../../../packages/models/checkpoints/mlp.json", import.meta.url);
  return JSON.parse(await readFile(file, "utf8")) as {
    test: { accuracy: number; correct: number };
  };
}

describeShared("the shipped weights on real MNIST", () => {
  test("read no fewer test images than their card says, and at least 0.978", async () => {
    const { code, stdout } = await runCli([...mnist, "--json"]);
    const result = JSON.parse(stdout) as EvaluationResult;
    const { test } = await card();
    expect(code).toBe(0);
    expect(result.total).toBe(10_000);
    expect(result.correct).toBeGreaterThanOrEqual(test.correct);
    expect(result.accuracy).toBeGreaterThanOrEqual(0.978);
    expect(result.model.checkpoint?.file).toBe("mlp.safetensors");
  });

  test("book-mlp takes the published weights from $EVALPOOL_CHECKPOINTS, by their digest", async () => {
    const env = { EVALPOOL_CHECKPOINTS: sharedFile("checkpoints") };
    const { stdout } = await runCli(["--model", "book-mlp", ...mnist, "--json"], env);
    expect(JSON.parse(stdout)).toMatchObject({ correct: 9352, model: { id: "book-mlp" } });
  });
});

test("book-mlp offline without its weights: exit 3, and what to give", async () => {
  const { code, stderr } = await runCli(["--model", "book-mlp", "--offline"]);
  expect(code).toBe(3);
  expect(stderr).toContain("sample_weight.pkl: not found; looked for /nonexistent/checkpoints/");
  expect(stderr).toContain("--weights FILE");
});

test("without MNIST the synthetic digits are read, and stderr says so loudly", async () => {
  const { code, stdout, stderr } = await runCli(["--json", "--offline"]);
  const result = JSON.parse(stdout) as EvaluationResult;
  expect(code).toBe(0);
  expect(result.dataset).toMatchObject({ name: "synthetic", images: 10_000 });
  expect(result.accuracy).toBeGreaterThanOrEqual(0.9);
  expect(stderr).toContain("SYNTHETIC");
});

test("--dataset synthetic is quiet, and the same as its files written by download", async () => {
  const drawn = await runCli(["--dataset", "synthetic", "--json"]);
  expect(drawn.stderr).toBe("");
  expect((await runCli(["download", "synthetic", "--out", directory])).code).toBe(0);
  const read = await runCli(["--data", directory, "--json"]);
  const [a, b] = [drawn, read].map(({ stdout }) => JSON.parse(stdout) as EvaluationResult);
  expect(a!.confusionMatrix).toEqual(b!.confusionMatrix);
  expect(a!.dataset.sha256).toBe(b!.dataset.sha256);
  expect(a!.dataset.labelsSha256).toBe(b!.dataset.labelsSha256);
});

test.each([
  [["--dataset", "mnist", "--offline"], 3, "mnist test: not found; looked in /nonexistent/mnist"],
  [["--split", "train", "--offline"], 3, "mnist train: not found"],
  [["--data", "/nonexistent", "--offline"], 3, "/nonexistent: no such file or directory"],
  [
    ["--dataset", "synthetic", "--split", "train"],
    2,
    "the synthetic data set has a test split only",
  ],
  [["--dataset", "mnits"], 2, "mnist-c/…, synthetic. Did you mean mnist?"],
  [["download", "synthetic"], 2, "give --out DIR"],
  [["download", "mnist", "--out", "x"], 2, "--out goes with synthetic only"],
  [["download", "cifar"], 2, "Did you mean cifar-10?"],
])("%j exits with %d and says why", async (args, code, message) => {
  const outcome = await runCli(args);
  expect(outcome).toMatchObject({ code, stdout: "" });
  expect(outcome.stderr).toContain(message);
});

test("download --status says what is in the cache", async () => {
  const nothing = await runCli(["download", "--status"], { EVALPOOL_CACHE: directory });
  expect(nothing).toMatchObject({ code: 0, stderr: "" });
  expect(nothing.stdout.match(/missing/g)).toHaveLength(12);
});
