import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Entry } from "./contestant.ts";

/** What a process printed, and how long it took from its start to its end. */
export interface Finished {
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end. @throws {Error} with what it complained about when it fails */
export async function runProcess({ name, command, args, env }: Entry): Promise<Finished> {
  const start = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, "close")) as [number | null];
  const ms = performance.now() - start;
  const [stdout, stderr] = await output;
  if (code === 0) return { ms, stdout, stderr };
  throw new Error(`${name}: ${stderr.trim().split("\n").at(-1) || `exit code ${code}`}`);
}
