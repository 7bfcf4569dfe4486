import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.js";
import { cli, environment, mnist, runCli, weights } from "./run-cli.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-signals-"));
});
afterEach(() => rm(directory, { recursive: true }));

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from the signal to the end. */
  readonly ms: number;
}

/** Runs the command and sends it a signal when `isTime` fulfils. */
async function stopped(
  args: readonly string[],
  signal: NodeJS.Signals,
  isTime: () => Promise<unknown>,
): Promise<Ending> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: environment,
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  await isTime();
  const start = performance.now();
  child.kill(signal);
  const [code, by] = await closed;
  return { code, signal: by, stdout, stderr, ms: performance.now() - start };
}

describeShared("in the middle of an evaluation", () => {
  test.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
    ["SIGTERM", 143],
  ] as const)("%s leaves nothing half-written and gives exit code %d", async (signal, code) => {
    const samples = join(directory, "s.jsonl");
    const args = [...mnist, ...weights, "--split", "train", "--backend", "reference"];
    const isWriting = async (): Promise<void> => {
      while ((await readdir(directory)).length === 0) await wait(20);
      await wait(200);
    };
    const ending = await stopped([...args, "--samples", samples], signal, isWriting);
    expect(ending).toMatchObject({
      code,
      stdout: "",
      stderr: `evalpool: stopped by ${signal}\n`,
    });
    expect(await readdir(directory)).toEqual([]);
  });
});

test("a signal is heeded from the moment that it can be listened to, before all is loaded", async () => {
  const source = `process.on("newListener", (name) => {
    if (name === "SIGTERM") queueMicrotask(() => process.kill(process.pid, "SIGTERM"));
  });`;
  const early = ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
  expect(await runCli(["--dataset", "synthetic"], {}, early)).toEqual({
    code: 143,
    stdout: "",
    stderr: "evalpool: stopped by SIGTERM\n",
  });
});

/** Whether mkfifo(1) is there. */
const hasFifos = process.platform !== "win32";

describe.skipIf(!hasFifos)("a pipe into which nobody writes", () => {
  // Whether it is refused or waited for: it ends.
  test.each<[string, (fifo: string) => string[]]>([
    ["weights", (fifo) => ["--dataset", "synthetic", "--weights", fifo]],
    ["a spec", (fifo) => ["--dataset", "synthetic", "--model", fifo]],
    ["weights of forward", (fifo) => ["forward", "three-layer", "1", "1", "--weights", fifo]],
    ["a spec to draw", (fifo) => ["draw", fifo]],
    ["a result", (fifo) => ["compare", fifo, fifo]],
    ["samples to write", (fifo) => ["--dataset", "synthetic", "--samples", fifo]],
  ])("as %s ends on the first signal", async (_, args) => {
    const fifo = join(directory, "fifo.json");
    execFileSync("mkfifo", [fifo]);
    const { code, signal, stdout, ms } = await stopped(args(fifo), "SIGINT", () => wait(1000));
    expect(stdout).toBe("");
    expect(code ?? signal).toBeOneOf([2, 3, 130, "SIGINT"]);
    // A second, and what a busy machine adds.
    expect(ms).toBeLessThan(5000);
  });
});

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
