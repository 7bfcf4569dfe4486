import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { cli, mnist, runCli, runCommand, weights } from "./run-cli.js";

/** Node's flags that break every worker thread in the way that the file says. */
function fault(name: string): string[] {
  return ["--import", fileURLToPath(new URL(`faults/${name}.mjs`, import.meta.url))];
}

describeShared("a worker that fails ends the run with exit 4 and no result", () => {
  test.each([
    ["worker-throws", /^evalpool: images \d+ to \d+: no exponentials today\n$/],
    ["worker-exits", /^evalpool: images \d+ to \d+: worker exited with code: 7\n$/],
    ["worker-out-of-memory", /^evalpool: images \d+ to \d+: .*memory.*\n$/],
    ["worker-fails-to-start", /^evalpool: a worker thread failed to start: no thread to be had\n$/],
  ])("%s", async (name, message) => {
    const { code, stdout, stderr } = await runCli(
      [...mnist, ...weights, "--threads", "2", "--backend", "reference"],
      {},
      fault(name),
    );
    expect(stdout).toBe("");
    expect(stderr.slice(stderr.indexOf("evalpool:"))).toMatch(message);
    expect(code).toBe(4);
  });
});

describe("threads that the system has no room for", () => {
  const args = ["--dataset", "synthetic", "--threads"];
  const message = (threads: number, reason: string): RegExp =>
    new RegExp(
      `evalpool: the system has no room for ${threads} worker threads \\(.*${reason}\\): ask for fewer\n$`,
    );

  test("are a failure of the pool, and none is left to wait for", async () => {
    const node = fault("worker-cannot-be-created");
    const { code, stdout, stderr } = await runCli([...args, "4"], {}, node);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(message(4, "EAGAIN"));
    expect(await runCli([...args, "2", "--quiet"], {}, node)).toMatchObject({ code: 0 });
  });

  const command = [process.execPath, cli, ...args, "100"];
  const isRoot = process.getuid?.() === 0;

  test.skipIf(process.platform !== "linux")("where files are limited", async () => {
    const { code, stdout, stderr } = await runCommand("prlimit", ["--nofile=150", ...command]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    // It may be the thread that finds none left, or what the thread loads.
    expect(stderr).toMatch(/thread.*(EMFILE|too many open files)/);
  });

  // Node's own threads come too late then, which aborts the process: exit 134.
  test.runIf(isRoot)("where processes are limited", async () => {
    const nobody = ["--reuid=65534", "--clear-groups", "prlimit", "--nproc=40"];
    const { code, stdout, stderr } = await runCommand("setpriv", [...nobody, ...command]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(message(100, "EAGAIN"));
  });
});

test.skipIf(!existsSync("/dev/full"))(
  "a result that cannot be written is told once, with an exit code of its own",
  async () => {
    const full = openSync("/dev/full", "w");
    // So many images are written in three or four turns, each of which fails.
    const lines = ["--dataset", "synthetic", "--limit", "3000"];
    const child = spawn(process.execPath, [cli, ...lines, "--quiet", "--samples", "-"], {
      stdio: ["ignore", full, "pipe"],
    });
    let stderr = "";
    child.stderr!.on("data", (text: Buffer) => (stderr += text.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    const told = stderr.split("\n").filter((line) => line.startsWith("evalpool: "));
    const message = /^evalpool: cannot write the result: .*no space left on device/;
    expect(told).toEqual([expect.stringMatching(message)]);
    expect(code).toBe(74);
  },
);

describeShared("signals", () => {
  test.each([
    ["SIGINT", 130, "2"],
    ["SIGTERM", 143, "2"],
    ["SIGINT", 130, "0"],
  ] as const)("%s gives exit %d with %s threads, and no result", async (signal, code, threads) => {
    const args = [cli, ...mnist, ...weights, "--split", "train", "--backend", "reference"];
    const child = spawn(process.execPath, [...args, "--threads", threads]);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    // Long enough to be in the middle of 60,000 images, far from the end.
    setTimeout(() => child.kill(signal), 800);
    const [exitCode] = (await once(child, "close")) as [number | null];
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: code,
      stdout: "",
      stderr: `evalpool: stopped by ${signal}\n`,
    });
  });
});

test("missing weights and data are both told, with what to give", async () => {
  const args = ["--weights", "/nonexistent/w.npz", "--dataset", "mnist", "--offline"];
  const { code, stdout, stderr } = await runCli(args);
  expect(code).toBe(3);
  expect(stdout).toBe("");
  expect(stderr).toContain("evalpool: /nonexistent/w.npz: no such file or directory");
  expect(stderr).toContain("mnist test: not found; looked in /nonexistent/mnist (no t10k-images");
  expect(stderr).toContain("--data DIR");
});

test.each([
  [["--batch-size", "0"], "'0' is invalid. Expected a whole number of at least 1."],
  [["--batch-size", "1e2"], "Expected a whole number of at least 1."],
  [["--threads", "-1"], "'-1' is invalid. Expected a whole number 0 to 256."],
  [["--limit", "x"], "'x' is invalid. Expected a whole number of at least 1."],
  [["--min-accuracy", "93"], "Expected a number from 0 to 1."],
  [["--split", "tset"], "Allowed choices are test, train, validation."],
  [["--thread", "2"], "Did you mean --threads?"],
  [["evla"], "Did you mean eval?"],
  [["forward", "three-layer", "1", "x"], "Expected a number."],
  [["forward", "three-layer", "1"], "three-layer takes 2 input values, got 1"],
])("%j is a usage error: exit 2, one clear message", async (args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test.each([
  [["--thread", "2"], 2, "unknown option '--thread' (Did you mean --threads?)"],
  [["--gate", "acuracy >= 0.9"], 2, '--gate "acuracy >= 0.9": there is no figure acuracy. Did'],
  [["compare", "nowhere.json", "mlp"], 3, "nowhere.json: no such file or directory"],
])("%j is an annotation on GitHub Actions", async (args, code, message) => {
  const { stderr, ...ended } = await runCli(args, { GITHUB_ACTIONS: "true" });
  expect(ended).toEqual({ code, stdout: "" });
  expect(stderr).toContain(`::error title=evalpool::${message}`);
  expect(stderr).toMatch(/^.*\n$/);
});
