import type { JobQueue } from "../connection-of.js";
import type { Store } from "../open-store.js";

/** What a job of a `MemoryQueue` has that the coordinator looks at. */
export interface MemoryJob {
  id: string;
  data: unknown;
  progress: unknown;
  attemptsMade: number;
  finishedOn?: number;
  failedReason?: string;
  returnvalue?: unknown;
  processedBy?: string;
}

/** A queue in memory, as far as a coordinator uses one. */
export class MemoryQueue {
  readonly jobs = new Map<string, MemoryJob>();
  readonly logs: string[] = [];
  /** Workers that listen to it. */
  listeners = 0;
  /** Called before each use, to throw what a store would. */
  onUse: (what: string) => void = () => undefined;

  add(_: string, data: unknown, { jobId }: { jobId: string }): Promise<void> {
    return this.#use("add", () => {
      if (this.jobs.has(jobId)) return;
      // A store has its own copy.
      const copy: unknown = JSON.parse(JSON.stringify(data));
      this.jobs.set(jobId, { id: jobId, data: copy, progress: 0, attemptsMade: 0 });
    });
  }

  getJob(id: string): Promise<MemoryJob | undefined> {
    return this.#use("getJob", () => {
      const job = this.jobs.get(id);
      return job && { ...job, updateData: () => Promise.resolve() };
    });
  }

  remove(id: string): Promise<void> {
    return this.#use("remove", () => void this.jobs.delete(id));
  }

  obliterate(): Promise<void> {
    return this.#use("obliterate", () => this.jobs.clear());
  }

  updateJobProgress(id: string, progress: unknown): Promise<void> {
    return this.#use("updateJobProgress", () => {
      const job = this.jobs.get(id);
      if (job) job.progress = progress;
    });
  }

  getJobLogs(_: string, start: number, end: number): Promise<{ logs: string[] }> {
    return this.#use("getJobLogs", () => ({ logs: this.logs.slice(start, end + 1) }));
  }

  getRanges([state]: readonly [string], start: number, end: number): Promise<string[]> {
    return this.#use("getRanges", () =>
      state === "waiting" ? [...this.jobs.keys()].slice(start, end + 1) : [],
    );
  }

  getWaitingCount(): Promise<number> {
    return this.#use("getWaitingCount", () => this.jobs.size);
  }

  getWorkersCount(): Promise<number> {
    return this.#use("getWorkersCount", () => this.listeners);
  }

  #use<T>(what: string, use: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.onUse(what);
      resolve(use());
    });
  }
}

/** A store in memory: its queues are there before they are opened, and stay. */
export class MemoryStore {
  readonly #queues = new Map<string, MemoryQueue>();

  at(name: string): MemoryQueue {
    const queue = this.#queues.get(name) ?? new MemoryQueue();
    this.#queues.set(name, queue);
    return queue;
  }

  /** As what coordinates a run takes one. */
  get store(): Store {
    return {
      url: { store: "redis", shown: "redis://h", hide: (text: string) => text },
      queue: (name: string) => this.at(name) as unknown as JobQueue,
      close: () => Promise.resolve(),
    } as unknown as Store;
  }
}
