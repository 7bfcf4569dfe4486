import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Check, Introduction, Lap, Request, Start } from "./contestants/serve.ts";

/** How to start a contestant's process. */
export interface Entry {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** For its environment; `undefined` takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A process of its own, so that contestants are ready side by side and take turns. */
export interface Contestant extends AsyncDisposable {
  readonly name: string;
  readonly introduction: Introduction;
  check(batchSize: number): Promise<Check>;
  /** Milliseconds of each run. */
  lap(lap: Lap): Promise<number[]>;
}

/** Starts a contestant. @throws {Error} with its own words when it cannot be had */
export async function startContestant(entry: Entry, start: Start): Promise<Contestant> {
  const child = spawn(entry.command, [...entry.args, JSON.stringify(start)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...entry.env },
  });
  let complaint = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => (complaint = (complaint + text).slice(-2000)));
  const failed = once(child, "error").then(([error]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  // A request to a process that has ended is answered by the end of its output.
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const receive = async (): Promise<unknown> => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(lastLine(complaint) ?? "ended without an answer");
    const answer = JSON.parse(value) as { error?: string };
    if (answer.error !== undefined) throw new Error(lastLine(answer.error));
    return answer;
  };
  const ask = (request: Request): Promise<unknown> => {
    child.stdin.write(JSON.stringify(request) + "\n");
    return receive();
  };

  return {
    name: entry.name,
    introduction: (await receive()) as Introduction,
    check: async (batchSize) => (await ask({ check: batchSize })) as Check,
    lap: async (lap) => ((await ask({ lap })) as { ms: number[] }).ms,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1) || undefined;
}
