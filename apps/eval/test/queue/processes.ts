import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { cli, environment, mnist, weights } from "../run-cli.js";

/** A process of the built command. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has told on stderr so far. */
  readonly told: () => string;
  /** Waits until it has told that. */
  readonly tells: (text: string | RegExp) => Promise<void>;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

interface How {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Milliseconds that each read of images takes longer: some 250 images each. */
  readonly slow?: number;
  /** Milliseconds that its clock is ahead. */
  readonly ahead?: number;
  /** Whether the threads that evaluate die soon. */
  readonly isDying?: true;
}

/** Starts the built command; it is killed when the test ends, if it has not ended. */
function start(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  args: readonly string[],
  { env = {}, nodeFlags = [], slow, ahead, isDying }: How = {},
): Running {
  const faults = [
    ...(slow === undefined ? [] : [["slow-reading", "SLOW_READING", slow] as const]),
    ...(ahead === undefined ? [] : [["clock-ahead", "CLOCK_AHEAD", ahead] as const]),
    ...(isDying ? [["thread-dies", "THREAD_DIES", true] as const] : []),
  ];
  const imports = faults.flatMap(([file]) => [
    "--import",
    new URL(`../faults/${file}.mjs`, import.meta.url).href,
  ]);
  const settings = Object.fromEntries(faults.map(([, name, value]) => [name, String(value)]));
  const child = spawn(process.execPath, [...nodeFlags, ...imports, cli, ...args], {
    env: { ...environment, ...env, ...settings },
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const closed = once(child, "close") as Promise<[number | null]>;
  return {
    child,
    told: () => stderr,
    async tells(text) {
      for (;;) {
        if (typeof text === "string" ? stderr.includes(text) : text.test(stderr)) return;
        if (child.exitCode !== null) throw new Error(`ended without telling ${text}: ${stderr}`);
        await wait(50);
      }
    },
    ended: closed.then(([code]) => ({ code, stdout, stderr })),
  };
}

/** A worker of one thread with real MNIST. */
export function startWorker(
  context: Pick<TestContext, "onTestFinished">,
  url: string,
  how: How = {},
  args: readonly string[] = mnist,
): Running {
  // Read again and again, as what is larger than memory.
  const reading = (how.slow ?? how.isDying) ? ["--memory", "1KB"] : [];
  return start(context, ["worker", "--queue", url, "--threads", "1", ...args, ...reading], how);
}

/** An evaluation of real MNIST with weights that read 9,352 of its test images. */
export function startEval(
  context: Pick<TestContext, "onTestFinished">,
  url: string,
  args: readonly string[] = [],
  how?: How,
): Running {
  return start(context, ["eval", "--queue", url, ...mnist, ...weights, "--json", ...args], how);
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The queue's id of the run that a worker serves. */
export function runServedBy(worker: Running): string {
  return /serves (run-\w+)/.exec(worker.told())?.[1] ?? "none";
}
