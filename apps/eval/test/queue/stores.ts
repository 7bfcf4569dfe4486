import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type RedisQueueBackend,
} from "bullmq";
import {
  describePostgres,
  describeRedis,
  startPostgres,
  startRedis,
} from "../../../../test/servers.js";

/** Both stores, for `describeShared.each`: name, `describe`, and what starts one. */
export const stores = [
  ["Redis", describeRedis, startRedis],
  ["PostgreSQL", describePostgres, startPostgres],
] as const;

/** BullMQ over a store of evalpool's, as anyone has it who can write there. */
export function bullmqAt(url: string) {
  const isRedis = url.startsWith("redis");
  const bound = isRedis ? withBackend(createRedisBackend) : withBackend(createPostgresBackend);
  const { Queue, Worker } = bound as ReturnType<typeof withBackend<RedisQueueBackend, object>>;
  const connection = isRedis
    ? { url, maxRetriesPerRequest: null }
    : { connectionString: url, schema: "evalpool" };
  const options = { connection, prefix: "evalpool" };
  // The server ends before they do.
  const silent = (): void => undefined;
  return {
    queue: (name: string) => new Queue(name, options).on("error", silent),
    worker: (name: string, give: () => Promise<unknown>) =>
      new Worker(name, give, options).on("error", silent),
  };
}
