import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { formatCount, formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import { parseBeat, Pulse } from "./beat.js";
import type { JobQueue, QueueJob } from "./connection-of.js";
import { joinRun, type WorkerMeans } from "./join-run.js";
import { openStore, type Store } from "./open-store.js";
import type { QueueUrl } from "./queue-url.js";
import { parseRunDescription, type RunDescription } from "./run-description.js";
import { reasonOf, serveRun } from "./serve-run.js";
import { BEAT, CLOCKS_APART, SILENCE } from "./timing.js";
import { tellTroubles } from "./troubles.js";
import { formatNote, type WorkerNote } from "./worker-note.js";

/** Runs that are looked at: more are not evaluated at once. */
const MOST_RUNS = 100;
/** So often a worker whose pool failed begins a run anew. */
const MOST_FAILURES = 3;

interface Work {
  readonly url: QueueUrl;
  readonly means: WorkerMeans;
  /** Ends with the first run that it served. */
  readonly once: boolean;
  readonly signal: AbortSignal;
}

/** A run that was seen, as often as it was begun. */
interface SeenRun {
  readonly id: string;
  readonly run: RunDescription;
  readonly pulse: Pulse;
  /** How far this machine's clock is off its coordinator's, in milliseconds. */
  skew: number;
  failures: number;
  isRefused: boolean;
}

/** Carries out `evalpool worker`: serves runs of a queue until it is stopped. */
export async function work({ url, means, once, signal }: Work): Promise<void> {
  const onTrouble = tellTroubles(url.shown);
  await using store = await openStore(url, { onTrouble, signal });
  const name = `${hostname()}-${process.pid}`;
  tell([`evalpool: worker ${name} is at ${url.shown}`]);
  const runs = store.queue("runs");
  const seen = new Map<string, SeenRun>();
  while (!signal.aborted) {
    const jobs = await lookAtRuns(store, runs, onTrouble);
    for (const job of jobs ?? []) see(seen, job);
    forget(seen, jobs);
    const next = [...seen.values()].find(
      ({ isRefused, pulse }) => !isRefused && pulse.silence < SILENCE,
    );
    if (next === undefined) {
      await sleep(BEAT, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const isServed = await serve({ store, runs, name, means, signal, onTrouble }, next);
    if (isServed && once) return;
  }
  signal.throwIfAborted();
}

/** Undefined where the store does not answer as it should: it may be another one, and empty. */
async function lookAtRuns(
  store: Store,
  runs: JobQueue,
  onTrouble: (reason: string) => void,
): Promise<QueueJob[] | undefined> {
  try {
    return await runs.getJobs(["waiting"], 0, MOST_RUNS - 1, true);
  } catch (error) {
    onTrouble(store.url.hide((error as Error).message));
    await store.prepare().catch(() => undefined);
    return undefined;
  }
}

/** One that was begun again, after it had ended, is another. */
function keyOf({ id = "", timestamp }: QueueJob): string {
  return `${id} ${timestamp}`;
}

function see(seen: Map<string, SeenRun>, job: QueueJob): void {
  const key = keyOf(job);
  const known = seen.get(key) ?? parse(job);
  if (known === undefined) return;
  seen.set(key, known);
  const beat = parseBeat(job.progress);
  if (known.pulse.see(beat) && beat) known.skew = Date.now() - beat.at;
}

const ignored = new Set<string>();

function parse(job: QueueJob): SeenRun | undefined {
  const { id = "" } = job;
  try {
    const run = parseRunDescription(id, job.data);
    return { id, run, pulse: new Pulse(), skew: 0, failures: 0, isRefused: false };
  } catch (error) {
    if (!ignored.has(id) && ignored.size < MOST_RUNS) {
      ignored.add(id);
      tell([`evalpool: ignores ${id}: ${(error as Error).message}`]);
    }
    return undefined;
  }
}

function forget(seen: Map<string, SeenRun>, jobs: readonly QueueJob[] | undefined): void {
  if (jobs === undefined) return;
  const there = new Set(jobs.map(keyOf));
  for (const key of seen.keys()) if (!there.has(key)) seen.delete(key);
}

interface Server {
  readonly store: Store;
  readonly runs: JobQueue;
  readonly name: string;
  readonly means: WorkerMeans;
  readonly signal: AbortSignal;
  readonly onTrouble: (reason: string) => void;
}

/** @returns whether it was served until it was over */
async function serve(server: Server, seen: SeenRun): Promise<boolean> {
  const { store, name, means } = server;
  const { id, run } = seen;
  const over = new AbortController();
  const signal = AbortSignal.any([server.signal, over.signal]);
  const watching = watch(server, seen, over);
  try {
    requireClock(store, seen.skew);
    await using evaluator = await joinRun(store, id, run, means, signal);
    await say(server, id, { worker: name, says: "joined" });
    tell([
      `evalpool: serves ${id}: ${run.dataset.name} ${run.dataset.split}, ${formatCount(run.identity.total, "image")}`,
    ]);
    const { ranges, images, failure } = await serveRun(store, id, run, evaluator, { name, signal });
    tell([
      `evalpool: leaves ${id}: evaluated ${formatCount(ranges, "range")}, ${formatInteger(images)} images`,
    ]);
    if (failure === undefined) return true;
    if (++seen.failures < MOST_FAILURES) tell([`evalpool: ${failure.message}; begins anew`]);
    else await refuse(server, seen, failure);
    return false;
  } catch (error) {
    if (signal.aborted) return false;
    await refuse(server, seen, error);
    return false;
  } finally {
    over.abort();
    await watching;
  }
}

async function refuse(server: Server, seen: SeenRun, why: unknown): Promise<void> {
  seen.isRefused = true;
  const reason = reasonOf(why);
  tell([`evalpool: cannot serve ${seen.id}: ${reason}`]);
  await say(server, seen.id, { worker: server.name, says: "refused", reason });
}

/** @throws {Error} where locks go by clocks, and this one would keep others from this worker's ranges */
function requireClock({ url }: Store, skew: number): void {
  if (url.store !== "postgres" || Math.abs(skew) <= CLOCKS_APART) return;
  const seconds = `${formatInteger(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"}`;
  throw new Error(
    `this machine's clock is ${seconds} the coordinator's, and PostgreSQL's locks go by clocks: set it`,
  );
}

/** What is said is for people: a run does without. */
async function say(
  { store, runs, onTrouble }: Server,
  id: string,
  note: WorkerNote,
): Promise<void> {
  try {
    await runs.addJobLog(id, formatNote(note));
  } catch (error) {
    onTrouble(store.url.hide((error as Error).message));
  }
}

/** Aborts when a run is over, or its coordinator was silent for too long. */
async function watch(
  { store, runs, onTrouble }: Server,
  seen: SeenRun,
  over: AbortController,
): Promise<void> {
  while (!over.signal.aborted) {
    await sleep(BEAT, undefined, { signal: over.signal }).catch(() => undefined);
    if (over.signal.aborted) return;
    try {
      const job = await runs.getJob(seen.id);
      if (job === undefined) over.abort();
      else seen.pulse.see(parseBeat(job.progress));
    } catch (error) {
      onTrouble(store.url.hide((error as Error).message));
    }
    if (seen.pulse.silence > SILENCE) over.abort();
  }
}
