import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { formatCount, formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import type { JobQueue } from "./connection-of.js";
import { joinRun, type WorkerMeans } from "./join-run.js";
import { openStore, type Store } from "./open-store.js";
import type { QueueUrl } from "./queue-url.js";
import { SeenRuns, type SeenRun } from "./seen-runs.js";
import { reasonOf, serveRun } from "./serve-run.js";
import { BEAT, CLOCK_OFF, LOOK, SILENCE } from "./timing.js";
import { tellTroubles } from "./troubles.js";
import { isOfData, isUnfit, unfit } from "./unfit.js";
import { formatNote, type WorkerNote } from "./worker-note.js";

/** So often a worker whose pool failed begins a run anew. */
const MOST_FAILURES = 3;

interface Work {
  readonly url: QueueUrl;
  readonly means: WorkerMeans;
  /** Ends with the first run that it served until that was over. */
  readonly once: boolean;
  readonly signal: AbortSignal;
}

/** A worker at a store. */
interface Server {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly runs: SeenRuns;
  readonly name: string;
  readonly means: WorkerMeans;
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
}

/** Carries out `evalpool worker`: serves the runs of a queue, one after the other, until it is stopped. */
export async function work({ url, means, once, signal }: Work): Promise<void> {
  const tellTrouble = tellTroubles(url.shown);
  await using store = await openStore(url, { onTrouble: tellTrouble, signal });
  const name = `${hostname()}-${process.pid}`;
  tell([`evalpool: worker ${name} is at ${url.shown}`]);
  const queue = store.queue("runs");
  const onTrouble = (error: unknown): void => tellTrouble(url.hide((error as Error).message));
  const runs = new SeenRuns(queue, url.store === "postgres");
  const server: Server = { store, queue, runs, name, means, signal, onTrouble };
  while (!signal.aborted) {
    await look(server);
    const next = runs.next();
    if (next === undefined) await sleep(LOOK, undefined, { signal }).catch(() => undefined);
    else if ((await serve(server, next)) && once) return;
  }
  signal.throwIfAborted();
}

async function look({ store, runs, onTrouble }: Server): Promise<void> {
  try {
    await runs.look();
  } catch (error) {
    onTrouble(error);
    // It may be another store by now, and empty.
    await store.prepare().catch(() => undefined);
  }
}

/** @returns whether it was served until it was over */
async function serve(server: Server, seen: SeenRun): Promise<boolean> {
  const { store, name, means } = server;
  const { id, run, skew } = seen;
  const left = new AbortController();
  const signal = AbortSignal.any([server.signal, left.signal]);
  const watching = watch(server, seen, left);
  let isServed = false;
  try {
    requireClock(store, skew);
    await using evaluator = await joinRun(store, id, run, means, signal);
    seen.attempts.succeed();
    await say(server, id, { worker: name, says: "joined" });
    const { name: dataset, split } = run.dataset;
    tell([
      `evalpool: serves ${id}: ${dataset} ${split}, ${formatCount(run.identity.total, "image")}`,
    ]);
    const { ranges, images, failure } = await serveRun(store, id, run, evaluator, { name, signal });
    const done = `${formatCount(ranges, "range")}, ${formatCount(images, "image")}`;
    tell([`evalpool: leaves ${id}: evaluated ${done}`]);
    if (failure === undefined) isServed = true;
    else if (isOfData(failure) || ++seen.failures >= MOST_FAILURES) {
      await refuse(server, seen, failure);
    } else tell([`evalpool: begins ${id} anew: ${failure.message}`]);
  } catch (error) {
    // Then the run is over, or there is no time left for it.
    const isStopped = signal.aborted;
    if (!isStopped && isUnfit(error)) await refuse(server, seen, error);
    else if (!isStopped) await putOff(server, seen, error);
  }
  left.abort();
  return (await watching) && isServed;
}

/** Leaves a run for good. */
async function refuse(server: Server, seen: SeenRun, why: unknown): Promise<void> {
  seen.isRefused = true;
  const reason = server.store.url.hide(reasonOf(why));
  tell([`evalpool: cannot serve ${seen.id}: ${reason}`]);
  await say(server, seen.id, { worker: server.name, says: "refused", reason });
}

/** Leaves a run to try again later: what was missing may be there then. */
async function putOff(server: Server, seen: SeenRun, why: unknown): Promise<void> {
  const reason = server.store.url.hide(reasonOf(why));
  if (!seen.attempts.fail(reason)) return;
  tell([`evalpool: cannot serve ${seen.id} yet: ${reason}; tries again`]);
  await say(server, seen.id, { worker: server.name, says: "waits", reason });
}

/** @throws {DataError} where locks go by clocks, and this one would keep others from this worker's ranges */
function requireClock({ url }: Store, skew: number): void {
  if (url.store !== "postgres" || Math.abs(skew) <= CLOCK_OFF) return;
  const off = `${formatInteger(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"}`;
  throw unfit(`its clock is ${off} the coordinator's, and PostgreSQL's locks go by clocks: set it`);
}

/** What is said is for people: a run does without. */
async function say({ queue, onTrouble }: Server, id: string, note: WorkerNote): Promise<void> {
  await queue.addJobLog(id, formatNote(note)).catch(onTrouble);
}

/**
 * Aborts when a run is over, or its coordinator was silent for too long.
 *
 * @returns whether it is over
 */
async function watch(
  { runs, onTrouble }: Server,
  seen: SeenRun,
  left: AbortController,
): Promise<boolean> {
  while (!left.signal.aborted) {
    await sleep(BEAT, undefined, { signal: left.signal }).catch(() => undefined);
    if (left.signal.aborted) break;
    const isThere = await runs.lookAt(seen.id).catch((error: unknown) => {
      onTrouble(error);
      return true;
    });
    const isSilent = seen.pulse.silence > SILENCE;
    if (isThere && !isSilent) continue;
    if (isThere) tell([`evalpool: ${seen.id}: its coordinator is not heard of: waits`]);
    left.abort();
    return !isThere;
  }
  return false;
}
