import { tell } from "../terminal/tell.js";
import type { JobQueue } from "./connection-of.js";
import type { QueueUrl } from "./queue-url.js";

/** What of BullMQ's part for Redis is used here. */
interface RedisBackend {
  readonly client: Promise<{ info(section: string): Promise<string> }>;
}

/** Says of a Redis that it may throw away what a run needs, as it does when it is full. */
export async function tellEviction(url: QueueUrl, queue: JobQueue): Promise<void> {
  const { backend } = queue as unknown as { readonly backend: RedisBackend };
  const info = await (await backend.client).info("memory");
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? "noeviction";
  if (policy === "noeviction") return;
  tell([
    `evalpool: queue ${url.shown}: its maxmemory-policy is ${policy.slice(0, 50)}: when it is full ` +
      "it throws away what a run needs; set it to noeviction",
  ]);
}
