import * as bullmq from "bullmq";
import { startPostgres, startRedis, type TestServer } from "../../../../test/servers.ts";

/** Where a queue may lie. */
export interface QueueStore {
  readonly name: string;
  /** Starts one of its own, which is on this machine alone, and empty. */
  readonly start: () => Promise<TestServer>;
  readonly queue: (server: TestServer) => bullmq.Queue<unknown, unknown>;
  readonly worker: (
    server: TestServer,
    process: (job: bullmq.Job<unknown, unknown>) => Promise<unknown>,
    concurrency: number,
  ) => bullmq.Worker<unknown, unknown>;
}

type Classes = Pick<typeof bullmq, "Queue" | "Worker">;

const QUEUE = "bench";

export const queueStores: readonly QueueStore[] = [
  describeStore("Redis", startRedis, bullmq.withBackend(bullmq.createRedisBackend), ({ url }) => ({
    url,
  })),
  describeStore(
    "PostgreSQL",
    startPostgres,
    bullmq.withBackend(bullmq.createPostgresBackend),
    ({ url }) => ({
      connectionString: url,
      schema: QUEUE,
      max: 2,
    }),
  ),
];

function describeStore(
  name: string,
  start: () => Promise<TestServer>,
  classes: object,
  connect: (server: TestServer) => object,
): QueueStore {
  // What they call a connection is each backend's own.
  const { Queue, Worker } = classes as Classes;
  return {
    name,
    start,
    queue(server) {
      const queue = new Queue(QUEUE, { connection: { ...connect(server), migrate: true } });
      return queue.on("error", ignore);
    },
    worker(server, process, concurrency) {
      const connection = { ...connect(server), maxRetriesPerRequest: null };
      const worker = new Worker(QUEUE, process, { connection, concurrency, autorun: false });
      return worker.on("error", ignore);
    },
  };
}

/** That a server ends is no fault of a connection; what was asked of one that fails is told by itself. */
const ignore = (): void => undefined;
