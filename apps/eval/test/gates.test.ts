import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EvaluationResult } from "@evalpool/evaluate";
import { describeShared } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";

const args = [...mnist, ...weights];

describeShared("--gate", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "evalpool-gates-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  // sklearn.metrics.recall_score(y, p, average=None)[5], f1_score(y, p, average="macro")
  test("lists every gate that is missed with its value, and exits with 1", async () => {
    const gates = ["accuracy >= 0.9352", "recall[5] >= 0.95", "macro.f1 >= 0.97"];
    const flags = [...gates.flatMap((gate) => ["--gate", gate]), "--min-accuracy", "0.9353"];
    const { code, stdout, stderr } = await runCli([...args, ...flags]);
    expect(code).toBe(1);
    const missed = stderr.trimEnd().split("\n");
    expect(missed).toEqual([
      "evalpool: gate missed: accuracy >= 0.9353, got 0.9352",
      "evalpool: gate missed: recall[5] >= 0.95, got 0.8890",
      "evalpool: gate missed: macro.f1 >= 0.97, got 0.9343",
    ]);
    expect(stdout).toMatch(/^gates {5}missed {2}accuracy >= 0\.9353 {2}0\.9352$/m);
    expect(stdout).toMatch(/^ {10}held {4}accuracy >= 0\.9352 {2}0\.9352$/m);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([
    ["recall[10] >= 0", "there is no class 10: labels are 0 to 9"],
    ["recall[three] >= 0", "classes have no names: labels are 0 to 9"],
    ["top99 >= 0", "there are 10 classes"],
  ])("on a class that there is not, %s, ends before images are read", async (gate, reason) => {
    const { code, stdout, stderr } = await runCli([...args, "--gate", gate]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`evalpool: gate ${gate}: ${reason}\n`);
  });

  test("is in the result, which says when it ran, and is taken by compare", async () => {
    const before = Date.now();
    const { code, stdout, stderr } = await runCli([...args, "--json", "--gate", "nll <= .3"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { gates, timings, negativeLogLikelihood } = JSON.parse(stdout) as EvaluationResult;
    expect(gates).toEqual([{ expression: "nll <= .3", value: negativeLogLikelihood, held: true }]);
    const started = Date.parse(timings.startedAt!);
    expect(started).toBeGreaterThanOrEqual(before);
    expect(started + timings.totalMs).toBeLessThanOrEqual(Date.now());
  });

  test("merge holds it on all parts, and writes it down", async () => {
    const part = join(directory, "part.json");
    const out = join(directory, "result.json");
    await runCli([...args, "--limit", "100", "--shard", "1/1", "--out", part]);
    const merge = ["merge", part, "--quiet", "--out", out];
    const { code, stderr } = await runCli([...merge, "--gate", "timings.loadMs <= 9e9"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "evalpool: gate missed: timings.loadMs <= 9e9: " +
        "it was merged from parts, which were loaded one by one\n",
    );
    const { gates } = JSON.parse(await readFile(out, "utf8")) as EvaluationResult;
    expect(gates).toMatchObject([{ value: null, held: false }]);
    const comparison = await runCli(["compare", out, out]);
    expect(comparison).toMatchObject({ code: 0, stderr: "" });
  });

  test("is an annotation on GitHub Actions", async () => {
    const flags = ["--limit", "9", "--quiet", "--gate", "correct == 9"];
    const { code, stdout, stderr } = await runCli([...args, ...flags], { GITHUB_ACTIONS: "true" });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "::error title=evalpool::gate missed: correct == 9, got 8\n",
    });
    expect(stdout).toBe("0.8889\n");
  });
});

describe("a gate that cannot be read", () => {
  test.each([
    ["accuracy >= 98", "expected a number from 0 to 1 for accuracy, got 98. Did you mean 0.98?"],
    ["acuracy >= 0.9", "there is no figure acuracy. Did you mean accuracy?"],
  ])("%s is told before anything runs", async (gate, message) => {
    const { code, stdout, stderr } = await runCli(["--data", "nowhere", "--gate", gate]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`evalpool: --gate "${gate}": ${message}\n`);
  });
});

test("a gate is not read on digits that stand in for MNIST", async () => {
  const { code, stdout, stderr } = await runCli(["--offline", "--gate", "accuracy >= 0.5"]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^evalpool: --gate: MNIST is not on this machine/);
});
