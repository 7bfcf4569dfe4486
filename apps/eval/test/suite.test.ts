import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import type { SuiteResult } from "../src/suite/suite.js";
import { mnist, runCli, weights, type Outcome } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-suite-"));
});
afterEach(() => rm(directory, { recursive: true }));

const at = (name: string): string => join(directory, name);

async function suite(file: unknown, ...args: string[]): Promise<Outcome> {
  await writeFile(at("suite.json"), JSON.stringify(file));
  return runCli(["suite", at("suite.json"), ...args]);
}

// Of the first 1,000 test images the one reads 987, the other 932, as `eval --limit 1000` says too.
const models = { mlp: { model: "mlp" }, old: { weights: "old.pkl" } };
const train = { data: sharedFile("mnist"), split: "train" };
const test1000 = { data: sharedFile("mnist"), limit: 1000 };

describeShared("evalpool suite", () => {
  beforeEach(() => copyFile(sharedFile("checkpoints/sample_weight.pkl"), at("old.pkl")));

  test.each(["0", "2"])("counts what eval counts, on %s threads", async (threads) => {
    const file = { models, data: { test: test1000, fog: { ...test1000, corrupt: "fog:2" } } };
    const { code, stdout, stderr } = await suite(file, "--json", "--threads", threads);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { evaluations } = JSON.parse(stdout) as SuiteResult;
    expect(evaluations.map(({ model, data, status }) => [model, data, status])).toEqual([
      ["mlp", "test", "held"],
      ["mlp", "fog", "held"],
      ["old", "test", "held"],
      ["old", "fog", "held"],
    ]);
    for (const [i, corrupt] of [[], ["--corrupt", "fog:2"]].entries()) {
      const args = [...mnist, ...weights, "--limit", "1000", "--json", ...corrupt];
      const alone = JSON.parse((await runCli(args)).stdout) as Record<string, unknown>;
      const together = { ...evaluations[2 + i]?.result } as Record<string, unknown>;
      const ofTheRun = ["timings", "throughput", "environment", "config", "model"];
      for (const name of ofTheRun) delete alone[name];
      for (const name of ofTheRun) delete together[name];
      expect(together).toEqual(alone);
    }
  });

  test("one that fails stops no other, and the exit code is the worst", async () => {
    const file = {
      models: { gone: { model: "gone.onnx" }, ...models },
      data: { test: test1000, none: { data: "none" } },
      gates: ["accuracy >= 0.95"],
    };
    const { code, stdout, stderr } = await suite(file);
    expect(code).toBe(3);
    expect(stdout.split("\n")).toEqual([
      "model  data  images  accuracy  gates",
      "gone   test       -         -  failed",
      "gone   none       -         -  failed",
      "mlp    test   1,000    0.9870  1 held",
      "mlp    none       -         -  failed",
      "old    test   1,000    0.9320  1 of 1 missed",
      "old    none       -         -  failed",
      "",
      "6 evaluations: 1 held, 1 missed a gate, 4 failed",
      expect.stringMatching(/^time {6}\d+\.\d\d s$/),
      "",
    ]);
    const told = stderr.trimEnd().split("\n");
    expect(told).toContain("evalpool: old on test: gate missed: accuracy >= 0.95, got 0.9320");
    for (const line of told) expect(line).toMatch(/^evalpool: (gone|mlp|old) on (test|none): /);
    // Of the one where neither is there, both are told.
    expect(told).toHaveLength(6);
  });

  test("writes JUnit XML and Markdown, which is appended, and annotates on GitHub", async () => {
    await writeFile(
      at("suite.json"),
      JSON.stringify({ models, data: { test: test1000 }, gates: ["correct == 987"] }),
    );
    await writeFile(at("summary.md"), "before\n");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: at("summary.md") };
    const args = ["suite", at("suite.json"), "--junit", at("report.xml")];
    const { code, stderr } = await runCli(args, env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "::error title=evalpool::old on test: gate missed: correct == 987, got 932\n",
    });
    expect(await readFile(at("report.xml"), "utf8")).toContain(
      '<testsuites name="suite.json" tests="4" failures="1" errors="0"',
    );
    const summary = await readFile(at("summary.md"), "utf8");
    expect(summary).toMatch(/^before\n### suite\.json\n/);
    expect(summary).toContain("| old | test | 1,000 | 0.9320 | **1 of 1 missed** |\n");
    await runCli([...args, "--markdown", at("other.md")], env);
    expect(await readFile(at("summary.md"), "utf8")).toBe(summary);
    expect(await readFile(at("other.md"), "utf8")).toMatch(/^### suite\.json\n/);
  });

  test("stopped, it leaves nothing half-written", async () => {
    const file = { models: { cnn: { model: "cnn" } }, data: { train } };
    await writeFile(at("suite.json"), JSON.stringify(file));
    // Half a second after it can be listened to, when images are evaluated, which takes many.
    const source = `process.on("newListener", (name) => {
      if (name === "SIGINT") setTimeout(() => process.kill(process.pid, "SIGINT"), 500);
    });`;
    const early = ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
    const outputs = ["--junit", at("report.xml"), "--markdown", at("summary.md")];
    const args = ["suite", at("suite.json"), "--threads", "0", ...outputs];
    expect(await runCli(args, {}, early)).toEqual({
      code: 130,
      stdout: "",
      stderr: "evalpool: stopped by SIGINT\n",
    });
    expect((await readdir(directory)).sort()).toEqual(["old.pkl", "suite.json"]);
  });
});

describe("what cannot be done is told before anything runs", () => {
  const file = { models: { mlp: {} }, data: { digits: { dataset: "synthetic" } } };
  test.each([
    ["--junit", "suite.json", "Expected a name that ends in .xml."],
    ["--markdown", "suite.json", "suite.json would replace suite "],
    ["--junit", "nowhere/report.xml", "cannot write "],
  ])("%s %s", async (flag, name, message) => {
    const { code, stdout, stderr } = await suite(file, flag, at(name));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(JSON.parse(await readFile(at("suite.json"), "utf8"))).toEqual(file);
  });

  test("a suite that is none", async () => {
    const { code, stdout, stderr } = await suite({ ...file, gates: ["acuracy >= 1"] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "evalpool: suite.json: gates.0: there is no figure acuracy. Did you mean accuracy?\n",
    );
  });
});
