import type { Job } from "bullmq";
import type { ShardRange } from "@evalpool/evaluate";
import { simulatedPart, simulatedRun } from "./simulated-part.ts";
import type { QueueStore } from "./stores.ts";

/** Jobs per second of a store on this machine, through BullMQ, in one process. */
export interface JobRates {
  readonly store: string;
  /** Ranges handed out, one after the other. */
  readonly added: number;
  /** Taken by workers, answered with a part and stored; nothing is evaluated. */
  readonly worked: number;
  /** Parts looked for by id, one after the other. */
  readonly collected: number;
}

/** Ranges in work at a time: what many workers are to a store. */
const AT_A_TIME = 16;
const IMAGES = 1000;

export async function measureJobRates(store: QueueStore, jobs: number): Promise<JobRates> {
  await using server = await store.start();
  const queue = store.queue(server);
  await queue.waitUntilReady();
  const run = simulatedRun(jobs * IMAGES);
  const ids = Array.from({ length: jobs }, (_, i) => `range-${i}`);
  const rate = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return (1000 * jobs) / (performance.now() - start);
  };

  const added = await rate(async () => {
    for (const [i, jobId] of ids.entries()) {
      await queue.add("range", { start: i * IMAGES, end: (i + 1) * IMAGES }, { jobId });
    }
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
    for (const id of ids) {
      const job = await queue.getJob(id);
      if (!job?.returnvalue) throw new Error(`${store.name} lost ${id}`);
    }
  });
  await worker.close();
  await queue.close();
  return { store: store.name, added, worked, collected };
}
