import type { Job, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";
import type { QueueUrl } from "./queue-url.js";
import { ANSWER } from "./timing.js";

type Bullmq = typeof import("bullmq");

/** A job whose data and result are still to be checked: anyone may have written them. */
export type QueueJob = Job<unknown, unknown>;
export type JobQueue = Queue<unknown, unknown>;
export type JobWorker = Worker<unknown, unknown>;

/** Does a job; what it gives is stored as the job's result. */
export type Process = (job: QueueJob, token: string | undefined) => Promise<unknown>;

/** BullMQ's classes over one kind of store: those differ in what they call a connection alone. */
interface Classes {
  readonly Queue: new (name: string, options: QueueOptions) => JobQueue;
  readonly Worker: new (name: string, process: Process, options: WorkerOptions) => JobWorker;
}

interface Connection {
  /** As BullMQ hands it to the driver. */
  readonly connection: object;
  readonly classes: Classes;
}

/** How each queue of a store is connected. */
export function connectionOf(
  { withBackend, createPostgresBackend, createRedisBackend }: Bullmq,
  { store, secret }: QueueUrl,
  schema: string,
): Connection {
  if (store === "redis") {
    const classes = withBackend(createRedisBackend) as unknown as Classes;
    return { connection: { url: secret, ...redis }, classes };
  }
  const classes = withBackend(createPostgresBackend) as unknown as Classes;
  const connectionString = withFullVerification(secret);
  return { connection: { connectionString, schema, ...postgres }, classes };
}

/** What `pg` makes of weaker words for TLS anyway, and says so at length; a server's own words stay. */
function withFullVerification(address: string): string {
  if (address.includes("uselibpqcompat")) return address;
  return address.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

/** Between two attempts to connect: at most a few seconds after a store is there again, all are back. */
const SLOWEST_RETRY = 3_000;

const redis = {
  // What is asked while the store is away waits for it: that is told, not given up.
  maxRetriesPerRequest: null,
  retryStrategy: (times: number) => Math.min(200 * times, SLOWEST_RETRY),
  connectTimeout: ANSWER,
  // A connection that was cut without a word is noticed, if it is asked anything.
  socketTimeout: ANSWER,
  keepAlive: ANSWER / 2,
  // Each queue would tell anew, in words of its own, which eviction it has: that is told once.
  skipVersionCheck: true,
};

const postgres = {
  // With the one that wakes it up, a worker holds three connections, of which a server has a hundred.
  max: 1,
  connectionTimeoutMillis: ANSWER,
  query_timeout: ANSWER,
  keepAlive: true,
  keepAliveInitialDelayMillis: ANSWER / 2,
};
