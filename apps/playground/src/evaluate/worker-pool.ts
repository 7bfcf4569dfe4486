import type { SendTask, ShardAnswer, ShardTask } from "@evalpool/evaluate";
import type { ShardMessage } from "../workers/shard-protocol.js";

/** What a pool needs of a Web Worker. */
export type ShardThread = Pick<
  Worker,
  "postMessage" | "terminate" | "onmessage" | "onerror" | "onmessageerror"
>;

/** Threads with one task each. */
export interface WorkerPool extends Disposable {
  /** Resolves when all are up. Rejects with what one says that does not start. */
  readonly ready: Promise<void>;
  /** Has an idle thread do a task, in the order that they are sent; rejects when it dies of it. */
  readonly send: SendTask;
}

interface Sent {
  readonly task: ShardTask;
  readonly resolve: (answer: ShardAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Starts `threads` of them. One that dies is replaced, unless it never came up. */
export function createWorkerPool(threads: number, create: () => ShardThread): WorkerPool {
  const alive = new Set<ShardThread>();
  const idle: ShardThread[] = [];
  const working = new Map<ShardThread, Sent>();
  const waiting: Sent[] = [];
  /** Why there is no thread, once there is none. */
  let end: Error | undefined;

  const serve = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const [thread, sent] = [idle.shift(), waiting.shift()];
      if (thread === undefined || sent === undefined) return;
      try {
        thread.postMessage(sent.task);
        working.set(thread, sent);
      } catch (error) {
        idle.push(thread);
        sent.reject(error as Error);
      }
    }
  };
  const close = (reason: Error): void => {
    end = reason;
    for (const thread of alive) thread.terminate();
    for (const { reject } of [...working.values(), ...waiting]) reject(reason);
    for (const them of [alive, working]) them.clear();
    for (const them of [idle, waiting]) them.length = 0;
  };
  const start = async (): Promise<void> => {
    const { promise: up, resolve, reject } = Promise.withResolvers<void>();
    const thread = create();
    let isUp = false;
    const die = (reason: Error): void => {
      if (!alive.delete(thread)) return;
      thread.terminate();
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      working.get(thread)?.reject(reason);
      working.delete(thread);
      // Where others are left, one that cannot be replaced is no loss.
      if (isUp) start().catch(() => undefined);
      else reject(reason);
      if (alive.size === 0) close(reason);
    };
    alive.add(thread);
    thread.onmessage = ({ data }: MessageEvent<ShardMessage>) => {
      if (!alive.has(thread)) return;
      if (data === "ready") {
        isUp = true;
        resolve();
      } else {
        working.get(thread)?.resolve(data);
        working.delete(thread);
      }
      idle.push(thread);
      serve();
    };
    // One whose file cannot be had says nothing.
    thread.onerror = ({ message }) => die(new Error(message || "it could not be loaded"));
    thread.onmessageerror = () => die(new Error("its answer could not be read"));
    return up;
  };

  const ready = Promise.all(Array.from({ length: threads }, start)).then(() => undefined);
  return {
    ready,
    send(task) {
      if (end) return Promise.reject(end);
      const { promise, resolve, reject } = Promise.withResolvers<ShardAnswer>();
      waiting.push({ task, resolve, reject });
      serve();
      return promise;
    },
    [Symbol.dispose]: () => close(new Error("the threads were ended")),
  };
}
