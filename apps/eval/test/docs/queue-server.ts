import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startRedis } from "../../../../test/servers.js";
import type { Workplace } from "./workplace.js";

/** The queue that the pages name. */
const NAMED = /redis:\/\/(?::secret@)?queue\.example/g;

/** Whether a command is of a queue, for which there has to be a server. */
export function isOfQueue(commands: readonly string[]): boolean {
  return commands.some((command) => command.search(NAMED) !== -1);
}

/** A real queue in the place of the one that pages name, and the workers that are started on it. */
export interface QueueServer extends AsyncDisposable {
  /** A command, of this queue. */
  readonly of: (command: string) => string;
  /** Starts a worker that runs until it is stopped. */
  readonly startWorker: (place: Workplace, commands: readonly string[]) => void;
}

export async function startQueue(): Promise<QueueServer> {
  const server = await startRedis({ password: "secret" });
  const workers: ChildProcess[] = [];
  const of = (command: string): string => command.replace(NAMED, server.url);
  return {
    of,
    startWorker({ directory, env }, commands) {
      const script = commands.map(of).join("\n");
      // A group of its own, which is ended with all that it started.
      const how = { cwd: directory, env, detached: true, stdio: "ignore" } as const;
      workers.push(spawn("bash", ["-c", script], how));
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) {
        const ended = once(worker, "exit");
        if (worker.pid !== undefined) process.kill(-worker.pid, "SIGTERM");
        await ended;
      }
      await server[Symbol.asyncDispose]();
    },
  };
}
