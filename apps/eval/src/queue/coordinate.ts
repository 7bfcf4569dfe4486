import { setTimeout as sleep } from "node:timers/promises";
import { EvalpoolError, ShardError, WorkerError } from "@evalpool/errors";
import { RangePlanner, type ShardRange } from "@evalpool/evaluate";
import type { Tally } from "@evalpool/metrics";
import type { PartShares } from "../parts/part-shares.js";
import { formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import { FailedRanges } from "./failed-ranges.js";
import { KeptNetwork } from "./kept-network.js";
import type { Store } from "./open-store.js";
import { PartCollector } from "./part-collector.js";
import { rangeJobId } from "./range-job.js";
import { RangeQueue, type RangeState } from "./range-queue.js";
import { Refusals } from "./refusals.js";
import type { RunDescription } from "./run-description.js";
import { RunJob } from "./run-job.js";
import { SlowRanges } from "./slow-ranges.js";
import { steadily, untilAway } from "./steadily.js";
import { BEAT, COLLECT, COLLECT_EACH } from "./timing.js";
import { within } from "./within.js";
import { WorkerWatch } from "./worker-watch.js";

/** What came of a run. */
export interface Coordinated {
  readonly tally: Tally;
  readonly parts: PartShares;
}

export interface Coordination {
  readonly store: Store;
  readonly runId: string;
  readonly run: RunDescription;
  /** The network, as `run` names it. */
  readonly network: Uint8Array;
  /** Ranges are whole batches. */
  readonly batchSize: number;
  /** Milliseconds without a worker after which it is given up. */
  readonly wait: number;
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  /** Told how many images each worker has done. */
  readonly onShares: ((shares: ReadonlyMap<string, number>) => void) | undefined;
  readonly onTrouble: (reason: string) => void;
}

/**
 * Has the workers of a queue evaluate a run. What it counts is what is stored for a range, which it
 * asks for by the range's id, again and again: nothing that a store may tell by itself is relied on.
 *
 * @throws {ShardError} when a range fails for good
 * @throws {WorkerError} when there are no workers for too long, or the store lost its data, refuses
 * what it is asked, or is away for longer than is waited
 */
export async function coordinate(coordination: Coordination): Promise<Coordinated> {
  const { store, runId, wait } = coordination;
  const job = new RunJob(store, runId);
  const over = new AbortController();
  const signal = AbortSignal.any([coordination.signal, over.signal]);
  try {
    const work = runToEnd({ ...coordination, signal }, job);
    if (wait === Infinity) return await work;
    return await Promise.race([work, untilAway({ store, signal }, job, wait)]);
  } catch (error) {
    if (error instanceof EvalpoolError) await tellKept(job);
    throw error;
  } finally {
    over.abort();
  }
}

async function runToEnd(coordination: Coordination, job: RunJob): Promise<Coordinated> {
  const { store, runId, run, signal, onTrouble } = coordination;
  const ranges = new RangeQueue(store, runId, run.identity.total);
  const network = new KeptNetwork(store, runId, run.network, coordination.network);
  const steps = new Coordinator(coordination, job, ranges, network);
  await steadily(coordination, () => job.begin(run, signal));
  await steadily(coordination, () => network.put());
  await steadily(coordination, () => steps.restore());
  while (!steps.isDone) {
    await sleep(Math.max(COLLECT, COLLECT_EACH * steps.out), undefined, { signal });
    await steadily(coordination, () => steps.step());
  }
  await cleanUp(job, ranges, network).catch((error: unknown) =>
    onTrouble(store.url.hide(`left something behind: ${(error as Error).message}`)),
  );
  return steps.result;
}

async function cleanUp(job: RunJob, ranges: RangeQueue, network: KeptNetwork): Promise<void> {
  // Another that has taken this one for dead goes on with it.
  if (!(await job.isOwn())) return;
  await network.end();
  await ranges.end();
  // The last: until then nobody begins the same, whose network and ranges would go, too.
  await job.end();
}

/** Says of a run that was given up that it is still there, if it is. */
async function tellKept(job: RunJob): Promise<void> {
  const isThere = await within(
    2 * BEAT,
    job.isOwn().catch(() => false),
  );
  if (!isThere) return;
  tell([
    `evalpool: ${job.id} is kept in the queue: the same command goes on with it; docs/many-machines.md says how to remove it`,
  ]);
}

/** A run at work. */
class Coordinator {
  readonly #collector: PartCollector;
  readonly #watch: WorkerWatch;
  readonly #out = new Map<string, ShardRange>();
  readonly #refusals = new Refusals();
  readonly #failed = new FailedRanges();
  readonly #slow = new SlowRanges();
  #planner: RangePlanner;
  #beatAt = 0;

  constructor(
    private readonly of: Coordination,
    private readonly job: RunJob,
    private readonly ranges: RangeQueue,
    private readonly network: KeptNetwork,
  ) {
    this.#collector = new PartCollector(of.run.identity);
    this.#watch = new WorkerWatch(of.wait, of.isQuiet);
    this.#planner = new RangePlanner({ missing: [] }, of.batchSize);
  }

  get isDone(): boolean {
    return this.#collector.images === this.of.run.identity.total;
  }

  /** Ranges that are handed out. */
  get out(): number {
    return this.#out.size;
  }

  get result(): Coordinated {
    return { tally: this.#collector.tally(), parts: this.#collector.parts };
  }

  /** Takes up what an earlier coordinator has left; what failed then is tried again. */
  async restore(): Promise<void> {
    const { ranges, foreign } = await this.ranges.stored();
    if (foreign > 0)
      tell([`evalpool: ignores ${foreign} jobs in the queue that are none of this run's`]);
    for (const range of ranges) {
      this.#out.set(rangeJobId(this.of.runId, range), range);
      // One by one: of a long run, all parts at once would not fit into memory.
      const state = await this.ranges.look(range);
      if (state.is === "out" && state.failure) this.#failed.forgive(range, state.failure);
      if (state.is === "failed") await this.#again(range);
      else await this.#take(range, state);
    }
    const { images } = this.#collector;
    if (images > 0)
      tell([`evalpool: goes on: ${formatInteger(images)} images are evaluated already`]);
    this.#plan();
    await this.#handOut();
  }

  async step(): Promise<void> {
    await this.#beat();
    const out = [...this.#out.values()];
    const states = await Promise.all(out.map((range) => this.ranges.look(range)));
    // Where all is lost, that is what is told.
    if (states.some(({ is }) => is === "gone")) await this.job.beat();
    for (const [i, range] of out.entries()) {
      const state = states[i];
      if (state) await this.#take(range, state);
    }
    await this.#handOut();
    this.of.onShares?.(this.#collector.shares);
    this.of.onProgress?.(this.#collector.images, this.of.run.identity.total);
  }

  async #beat(): Promise<void> {
    if (performance.now() - this.#beatAt < BEAT) return;
    await this.job.beat();
    this.#beatAt = performance.now();
    await this.network.keep();
    this.#watch.hear(await this.job.notes());
    // Some stores do not tell who is connected: then those count that something came from.
    const heardOf = Math.max(this.#collector.shares.size, 1);
    const count = await this.ranges.workers().catch(() => heardOf);
    this.#failed.requireWorkers(count);
    this.#watch.see(count, this.of.store.url.shown);
  }

  async #take(range: ShardRange, state: RangeState): Promise<void> {
    if (state.is === "out") {
      if (state.failure) this.#failed.see(range, state.failure);
      return this.#slow.see(range, state);
    }
    if (state.is === "failed") throw new ShardError(range, `${state.by}: ${state.reason}`);
    if (state.is === "gone") {
      tell([
        `evalpool: the queue does not have images ${range.start} to ${range.end - 1}: they are handed out again`,
      ]);
      return this.ranges.add([range]);
    }
    const collected = this.#collector.add(range, state.result);
    if (collected.is === "refused") {
      this.#refusals.see(range, state.by, collected.reason);
      return this.#again(range);
    }
    this.#out.delete(rangeJobId(this.of.runId, range));
    this.#slow.end(range);
    this.#failed.end(range);
    this.#refusals.counted();
    if (collected.is === "double") return;
    const { worker = state.by, evaluateMs } = collected.made;
    this.#planner.done(worker, range, evaluateMs);
  }

  /** Hands out a range anew whose job has ended in nothing. */
  async #again(range: ShardRange): Promise<void> {
    await this.ranges.remove(range);
    await this.ranges.add([range]);
  }

  async #handOut(): Promise<void> {
    let next = this.#planner.next(this.#watch.count);
    if (next.length === 0 && this.#out.size === 0 && !this.isDone) {
      // Of ranges that shared images, as two coordinators at once cut them, not all are counted.
      this.#plan();
      next = this.#planner.next(this.#watch.count);
      if (next.length === 0)
        throw new WorkerError("nothing is left to hand out, yet images are missing");
    }
    // What does not get there is found to be gone, and put there again.
    for (const range of next) this.#out.set(rangeJobId(this.of.runId, range), range);
    await this.ranges.add(next);
  }

  #plan(): void {
    const handedOut = [...this.#out.values()];
    this.#planner = new RangePlanner(
      { missing: this.#collector.missing(handedOut), handedOut },
      this.of.batchSize,
    );
  }
}
