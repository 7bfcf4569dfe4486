import { CHUNK } from "./blob.js";
import type { JobQueue } from "./connection-of.js";
import { putNetwork, type NetworkName } from "./network.js";
import type { Store } from "./open-store.js";
import { networkQueueOf } from "./range-job.js";

/** A run's network in the store, while the run lasts. */
export class KeptNetwork {
  readonly #queue: JobQueue;

  constructor(
    private readonly store: Store,
    private readonly runId: string,
    private readonly name: NetworkName,
    private readonly network: Uint8Array,
  ) {
    this.#queue = store.queue(networkQueueOf(runId));
  }

  async put(): Promise<void> {
    await putNetwork(this.store, this.runId, this.name, this.network);
  }

  /** Puts it there again where it went, as when an earlier coordinator of the same run cleaned up. */
  async keep(): Promise<void> {
    if (this.name.url !== undefined) return;
    const chunks = Math.ceil(this.name.bytes / CHUNK);
    if ((await this.#queue.getWaitingCount()) < chunks) await this.put();
  }

  /** Leaves nothing of it. */
  async end(): Promise<void> {
    await this.#queue.obliterate({ force: true });
  }
}
