import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { EvaluationResult } from "@evalpool/eval";
import { cli } from "../command.ts";
import { runProcess } from "../run-process.ts";
import { pairedRatio, summarize, type Summary } from "../statistics.ts";
import type { Context } from "../suite.ts";
import { temporaryDirectory } from "../temporary-directory.ts";
import { writeRepeated } from "../write-repeated.ts";
import type { QueueStore } from "./stores.ts";

/** Workers of one thread each over a queue, against a pool of as many threads, in turns. */
export interface LocalWorkers {
  readonly images: number;
  /** Milliseconds of the command, from its start to its end. */
  readonly pool: Summary;
  readonly queues: readonly {
    readonly store: string;
    readonly ms: Summary;
    /** Its time ÷ the pool's, round by round. */
    readonly ratio: Summary;
    /** Its shortest ÷ the pool's. */
    readonly ratioOfBest: number;
  }[];
}

const WORKERS = 2;

/** That which takes longest for an image, of the networks that are shipped. */
const MODEL = "cnn";

export async function measureLocalWorkers(
  { inputs, quick, log }: Context,
  stores: readonly QueueStore[],
): Promise<LocalWorkers> {
  const directory = temporaryDirectory();
  const count = inputs.labels.data.length;
  const repeats = quick ? 2 : Math.ceil(1_000_000 / count);
  await writeRepeated(inputs, repeats, directory);
  const data = ["--data", directory];
  await using stack = new AsyncDisposableStack();
  const ways = [{ name: "pool", args: ["--threads", `${WORKERS}`], ms: [] as number[] }];
  for (const { name, start } of stores) {
    const { url } = stack.use(await start());
    const args = ["--queue", url];
    for (let i = 0; i < WORKERS; i++) stack.use(await startWorker([...args, ...data]));
    ways.push({ name, args, ms: [] });
  }
  const expected = new Set<number>();
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    for (const { name, args, ms } of ways) {
      const run = await evaluate([...data, ...args]);
      log(`${name}: ${(run.ms / 1000).toFixed(1)} s`);
      ms.push(run.ms);
      expected.add(run.correct);
    }
  }
  if (expected.size !== 1) throw new Error(`counted ${[...expected].join(" and ")} right`);
  const [pool = [], ...queues] = ways.map(({ ms }) => ms);
  return {
    images: count * repeats,
    pool: summarize(pool),
    queues: queues.map((ms, i) => ({
      store: stores[i]?.name ?? "",
      ms: summarize(ms),
      ratio: pairedRatio(ms, pool),
      ratioOfBest: Math.min(...ms) / Math.min(...pool),
    })),
  };
}

async function evaluate(args: readonly string[]): Promise<{ ms: number; correct: number }> {
  const { ms, stdout } = await runProcess({
    name: "evalpool eval",
    command: process.execPath,
    args: [cli, "eval", "--json", "--model", MODEL, ...args],
  });
  return { ms, correct: (JSON.parse(stdout) as EvaluationResult).correct };
}

/** Resolves when it waits for a run. */
async function startWorker(args: readonly string[]): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, [cli, "worker", "--threads", "1", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill());
  const lines = createInterface({ input: child.stderr });
  const [line = "ended"] = (await Promise.race([
    once(lines, "line"),
    once(lines, "close"),
  ])) as string[];
  if (!line.includes(" is at ")) throw new Error(`evalpool worker: ${line}`);
  return { [Symbol.asyncDispose]: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
