import { canShare } from "./can-share.js";
import { shardAt, type ShardPlan, type ShardRange } from "./plan-shards.js";

/**
 * The shards of a run, of which each taker takes one after the other until none is left: who is
 * faster evaluates more of them. Threads are handed it as it is; what changes is in memory that
 * they share, where they can: else only the thread that made it may take.
 */
export interface ShardQueue {
  readonly plan: ShardPlan;
  /** Shards taken, images done, and for each taker the shard in work, from 1; 0 is none. */
  readonly state: Int32Array;
}

const TAKEN = 0;
const DONE = 1;
const IN_WORK = 2;

/** Has room for a taker to each shard. */
export function createShardQueue(plan: ShardPlan): ShardQueue {
  const bytes = (IN_WORK + plan.count) * Int32Array.BYTES_PER_ELEMENT;
  const memory = canShare() ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return { plan, state: new Int32Array(memory) };
}

/** Leaves nothing to take. */
export function empty({ plan, state }: ShardQueue): void {
  Atomics.store(state, TAKEN, plan.count);
}

/** Takes shards, so many `most`; to ask for the next is to be done with the last. */
export function* takeShards(
  { plan, state }: ShardQueue,
  taker: number,
  most = Infinity,
): Generator<ShardRange> {
  for (let taken = 0; taken < most; taken++) {
    const number = Atomics.add(state, TAKEN, 1);
    if (number >= plan.count) return;
    Atomics.store(state, IN_WORK + taker, number + 1);
    const range = shardAt(plan, number);
    yield range;
    Atomics.add(state, DONE, range.end - range.start);
  }
}

/** How many images are done. */
export function imagesDone({ state }: ShardQueue): number {
  return Atomics.load(state, DONE);
}

/** Whether a taker has taken anything. */
export function hasTaken({ state }: ShardQueue, taker: number): boolean {
  return Atomics.load(state, IN_WORK + taker) !== 0;
}

/** What a taker works at; all there is, before it takes anything. */
export function shardInWork({ plan, state }: ShardQueue, taker: number): ShardRange {
  const number = Atomics.load(state, IN_WORK + taker);
  if (number > 0) return shardAt(plan, number - 1);
  return { start: plan.spans[0]?.start ?? 0, end: plan.spans.at(-1)?.end ?? 0 };
}
