import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-one-source-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("a gate is not for the digits that stand in for MNIST", () => {
  test("--min-accuracy exits with 3 where MNIST cannot be had, and prints no result", async () => {
    const samples = join(directory, "s.jsonl");
    const args = ["--offline", "--quiet", "--min-accuracy", "0.5", "--samples", samples];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toBe(
      "evalpool: --min-accuracy: MNIST is not on this machine, and --offline forbids a download; " +
        "the synthetic digits in its place prove nothing; " +
        "give --data DIR, or --dataset synthetic if those are meant\n",
    );
    expect(await readdir(directory)).toEqual([]);
  });

  test("it is for those digits where they are named: 0 when reached, 1 when missed", async () => {
    const args = ["--dataset", "synthetic", "--quiet", "--min-accuracy"];
    expect(await runCli([...args, "0.5"])).toMatchObject({ code: 0, stderr: "" });
    const missed = await runCli([...args, "1"]);
    expect(missed.code).toBe(1);
    expect(missed.stdout).toMatch(/^0\.\d{4}\n$/);
    expect(missed.stderr).toMatch(/^evalpool: gate missed: accuracy >= 1, got 0\.\d+\n$/);
  });
});

test("where the model fails nothing is told of figures that there are not", async () => {
  const { code, stderr } = await runCli(["--offline", "--model", "nothing.json"]);
  expect(code).toBe(3);
  expect(stderr).toBe("evalpool: nothing.json: no such file or directory\n");
});

describe("flags that contradict each other are refused: exit 2, one line, nothing done", () => {
  test.each<[string[], string]>([
    [["--dataset", "synthetic", "--data", "x"], "give it or --data x, not both"],
    [["inspect", "--dataset", "synthetic", "--data", "x"], "give it or --data x, not both"],
    [["train", "--dataset", "synthetic", "--data", "x"], "give it or --data x, not both"],
    [["--json", "--quiet"], "--json prints all figures and --quiet the accuracy alone"],
    [["download", "--status", "--out", "x"], "--out goes with synthetic only"],
    [["download", "mnist", "--out", "x"], "--out goes with synthetic only"],
    [["download", "synthetic", "--status"], "never in the cache"],
    [["download", "synthetic", "--status", "--out", "x"], "never in the cache"],
    [["draw", "three-layer", "--format", "svg", "--out", "a.mmd"], "is mermaid by its name"],
    [["draw", "three-layer", "--format", "mermaid", "--out", "a.svg"], "is svg by its name"],
    [["--samples", "-", "--json"], "--json and --samples - both print to stdout"],
    [["--samples", ""], "Expected the name of a file"],
    [["--report", "-"], "Expected the name of a file; it does not go to stdout."],
    [["train", "--out", "-"], "Expected the name of a file; it does not go to stdout."],
    [["inspect", "--out", "-"], "Expected the name of a file; it does not go to stdout."],
    [["draw", "mlp", "--out", "-"], "Expected the name of a file; it does not go to stdout."],
    [["plot", "relu", "--out", "-"], "Expected the name of a file; it does not go to stdout."],
    [["download", "synthetic", "--out", "-"], "Expected the name of a directory"],
    [["train", "--out", "t.npz"], "Expected a name that ends in .safetensors."],
    [["train", "--out", "t"], "Expected a name that ends in .safetensors."],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^evalpool: .*\n$/);
    expect(stderr).toContain(message);
  });
});

test("download --status of one data set tells of that one", async () => {
  const { code, stdout } = await runCli(["download", "fashion-mnist", "--status"]);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^fashion-mnist .* missing {2}\/nonexistent/);
});

describeShared("--data with the name of a published data set", () => {
  test("is that data set, or an error", async () => {
    const named = await runCli([...mnist, "--dataset", "mnist", "--quiet"]);
    expect(named).toMatchObject({ code: 0, stderr: "" });
    await runCli(["download", "synthetic", "--out", directory]);
    for (const command of ["eval", "inspect"]) {
      const args = [command, "--data", directory, "--dataset", "mnist", "--split", "test"];
      const other = await runCli(args);
      expect(other).toMatchObject({ code: 3, stdout: "" });
      expect(other.stderr).toContain("expected the published files of mnist test, got others");
    }
  });

  test("whose digests are not known cannot be made sure of, and is refused", async () => {
    const { code, stderr } = await runCli([...mnist, "--dataset", "fashion-mnist"]);
    expect(code).toBe(3);
    expect(stderr).toContain("digests are not known; leave out --dataset fashion-mnist");
  });

  test("weights that a drawing does not show are refused", async () => {
    const refused = await runCli(["draw", "mlp", "--format", "mermaid", ...weights]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("no weight is to be seen in mermaid of mlp");
    expect(await runCli(["draw", "mlp", ...weights])).toMatchObject({ code: 0, stderr: "" });
  });
});
