import { openInMemory } from "@evalpool/data";
import { createShardWorker, type ShardTask } from "@evalpool/evaluate";
import { expect, vi } from "vitest";
import type { ShardMessage } from "../../workers/shard-protocol.js";
import type { ShardThread } from "../worker-pool.js";

/** A thread in name alone, which is up and answers in a later turn, as real ones do. */
export class FakeThread implements ShardThread {
  onmessage: ShardThread["onmessage"] = null;
  onerror: ShardThread["onerror"] = null;
  onmessageerror: ShardThread["onmessageerror"] = null;
  readonly terminate = vi.fn();
  /** Tasks in work. */
  tasks = 0;
  readonly #evaluate = createShardWorker(openInMemory);

  constructor(private readonly dies: (task?: ShardTask) => boolean = () => false) {
    setImmediate(() => (this.dies() ? this.#die() : this.#say("ready")));
  }

  postMessage(task: ShardTask): void {
    this.tasks += 1;
    expect(this.tasks).toBe(1);
    const sent = structuredClone(task);
    setImmediate(() => {
      if (this.dies(task)) return this.#die();
      void this.#evaluate(sent).then((answer) => {
        this.tasks -= 1;
        this.#say(structuredClone(answer));
      });
    });
  }

  #say(data: ShardMessage): void {
    this.onmessage?.call(this as unknown as Worker, { data } as MessageEvent);
  }

  #die(): void {
    this.onerror?.call(this as unknown as Worker, { message: "it fell over" } as ErrorEvent);
  }
}
