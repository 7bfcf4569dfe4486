import { setTimeout as sleep } from "node:timers/promises";
import { EvalpoolError, WorkerError } from "@evalpool/errors";
import { unlessAborted } from "@evalpool/evaluate";
import type { WorkerOptions } from "bullmq";
import { connectionOf, type JobQueue, type JobWorker, type Process } from "./connection-of.js";
import { loadBullmq } from "./load-bullmq.js";
import type { QueueUrl } from "./queue-url.js";
import { isRefusal, reasonFor } from "./store-reason.js";
import { tellEviction } from "./tell-eviction.js";
import { REACH } from "./timing.js";
import { within } from "./within.js";

/** What all of evalpool's keys in Redis begin with, and the schema that it has in PostgreSQL. */
const NAMESPACE = "evalpool";

/** Nobody listens to them, and each that tells of a result repeats it. */
const events = { maxLen: 10 };

/** Milliseconds for which one attempt to connect, or to part, is waited for. */
const GRACE = 5_000;

/** A store that was reached. Queues of it that were opened are closed with it. */
export interface Store extends AsyncDisposable {
  readonly url: QueueUrl;
  /** A queue that nobody has to work. */
  queue(name: string): JobQueue;
  /** What takes jobs of a queue, once it is told to run. */
  worker(name: string, process: Process, options: Omit<WorkerOptions, "connection">): JobWorker;
  /** Closes one of its queues or workers; one that does not answer is left to itself. */
  close(it: JobQueue | JobWorker): Promise<void>;
  /** Makes in the store what BullMQ needs there, once more where it was lost. */
  prepare(): Promise<void>;
}

/**
 * Reaches a store, within a few seconds.
 *
 * @param onTrouble told what goes wrong with a connection, without what is secret; it is made anew
 * @throws {UsageError} when packages are missing
 * @throws {WorkerError} when the store cannot be reached, or does not let this user in
 */
export async function openStore(
  url: QueueUrl,
  { onTrouble, signal }: { onTrouble: (reason: string) => void; signal: AbortSignal },
): Promise<Store> {
  const bullmq = loadBullmq(url.store);
  const { connection, classes } = connectionOf(bullmq, url, NAMESPACE);
  const opened = new Set<JobQueue | JobWorker>();
  const trouble = (error: Error): void => onTrouble(url.hide(error.message));
  const close = async (it: JobQueue | JobWorker): Promise<void> => {
    opened.delete(it);
    await part(it);
  };
  const prepare = (): Promise<void> => {
    const migrating = { ...connection, ...(url.store === "postgres" && { migrate: true }) };
    return connectOnce(new classes.Queue("runs", { connection: migrating, prefix: NAMESPACE }));
  };
  await unlessAborted(reach(url, prepare), signal);
  if (url.store === "redis") {
    const queue = new classes.Queue("runs", { connection, prefix: NAMESPACE });
    // Whoever may not ask does without.
    const telling = tellEviction(url, queue.on("error", trouble)).catch(() => undefined);
    await within(GRACE, telling);
    await part(queue);
  }
  return {
    url,
    queue(name) {
      const queue = new classes.Queue(name, { connection, prefix: NAMESPACE, streams: { events } });
      opened.add(queue);
      return queue.on("error", trouble);
    },
    worker(name, process, options) {
      const how = { ...options, connection, prefix: NAMESPACE, autorun: false };
      const worker = new classes.Worker(name, process, how);
      opened.add(worker);
      return worker.on("error", trouble);
    },
    close,
    prepare,
    async [Symbol.asyncDispose]() {
      await Promise.all([...opened].map(close));
    },
  };
}

/** One that does not answer is not waited for. */
async function part(it: JobQueue | JobWorker): Promise<void> {
  const closed = it.close().then(
    () => true,
    () => true,
  );
  if (!(await within(GRACE, closed))) await it.disconnect().catch(() => undefined);
}

/** Connects, by a queue that may make what BullMQ needs in the store, and parts again. */
async function connectOnce(queue: JobQueue): Promise<void> {
  const refused = Promise.withResolvers<never>();
  let last: Error | undefined;
  queue.on("error", (error) => {
    last = error;
    // A driver that is refused would try again for ever.
    if (isRefusal(error.message)) refused.reject(error);
  });
  try {
    // Asked something: before that answer comes the one to what a driver says of itself, as which
    // database is meant.
    const ready = queue.waitUntilReady().then(() => queue.count().then(() => true));
    const isReady = await within(GRACE, Promise.race([ready, refused.promise]));
    if (!isReady) throw last ?? new Error("");
  } finally {
    await part(queue);
  }
}

async function reach(url: QueueUrl, attempt: () => Promise<void>): Promise<void> {
  for (const deadline = performance.now() + REACH; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof EvalpoolError) throw error;
      const { message } = error as Error;
      if (!isRefusal(message) && performance.now() < deadline) {
        await sleep(500);
        continue;
      }
      throw new WorkerError(`cannot reach the queue at ${url.shown}: ${reasonFor(url, message)}`);
    }
  }
}
