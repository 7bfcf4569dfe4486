import type { Job } from "bullmq";
import type { ShardRange } from "@evalpool/evaluate";
import { simulatedPart, simulatedRun } from "./simulated-part.ts";
import type { QueueStore } from "./stores.ts";

/** Jobs per second of a store on this machine, through BullMQ, in one process. */
export interface JobRates {
  readonly store: string;
  /** Ranges handed out. */
  readonly added: number;
  /** Taken by workers, answered with a part and stored; nothing is evaluated. */
  readonly worked: number;
  /** Parts looked for by their ranges' ids. */
  readonly collected: number;
}

/** What the workers and the coordinator of a large run ask of a store at a time. */
const AT_A_TIME = 100;
const IMAGES = 1000;

export async function measureJobRates(store: QueueStore, jobs: number): Promise<JobRates> {
  await using server = await store.start();
  const queue = store.queue(server);
  await queue.waitUntilReady();
  const run = simulatedRun(jobs * IMAGES);
  const rate = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return (1000 * jobs) / (performance.now() - start);
  };

  const added = await rate(async () => {
    await eachOf(jobs, (i) => {
      const range = { start: i * IMAGES, end: (i + 1) * IMAGES };
      return queue.add("range", range, { jobId: idOf(i) });
    });
  });
  const answer = (job: Job<unknown, unknown>) =>
    Promise.resolve(simulatedPart(run, job.data as ShardRange));
  const worker = store.worker(server, answer, AT_A_TIME);
  await worker.waitUntilReady();
  const worked = await rate(async () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let done = 0;
    worker.on("completed", () => ++done === jobs && resolve());
    worker.on("failed", (_, error) => reject(error));
    worker.run().catch(reject);
    await promise;
  });
  const collected = await rate(async () => {
    await eachOf(jobs, async (i) => {
      const job = await queue.getJob(idOf(i));
      if (!job?.returnvalue) throw new Error(`${store.name} lost ${idOf(i)}`);
    });
  });
  await worker.close();
  await queue.close();
  return { store: store.name, added, worked, collected };
}

const idOf = (i: number): string => `range-${i}`;

async function eachOf(count: number, ask: (i: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += AT_A_TIME) {
    const length = Math.min(AT_A_TIME, count - at);
    await Promise.all(Array.from({ length }, (_, i) => ask(at + i)));
  }
}
