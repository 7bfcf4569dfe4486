import { setTimeout as sleep } from "node:timers/promises";
import { EvalpoolError, shorten, WorkerError } from "@evalpool/errors";
import type { Store } from "./open-store.js";
import { lostData, type RunJob } from "./run-job.js";
import { BEAT, REFUSES } from "./timing.js";

/** Whose work at a store goes on though the store fails. */
interface Worked {
  readonly store: Store;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly onTrouble: (reason: string) => void;
}

/**
 * Does what may be done twice, again and again while the store is away, or its connection breaks.
 *
 * @throws {WorkerError} when the store answers and refuses for too long, as a full one does
 */
export async function steadily(
  { store, runId, signal, onTrouble }: Worked,
  step: () => Promise<void>,
): Promise<void> {
  let refusedSince: number | undefined;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof EvalpoolError) throw error;
      if (isEmptyStore(error)) throw lostData(runId);
      const reason = store.url.hide(wordsOf(error));
      if (isAnswer(error)) refusedSince ??= performance.now();
      else refusedSince = undefined;
      if (refusedSince !== undefined && performance.now() - refusedSince >= REFUSES) {
        throw new WorkerError(
          `the queue at ${store.url.shown} refuses what it is asked: ${reason}`,
        );
      }
      onTrouble(reason);
      await sleep(BEAT, undefined, { signal });
    }
  }
}

/**
 * Asks the store again and again, until it has not answered for so many milliseconds.
 *
 * @throws {WorkerError} then
 */
export async function untilAway(
  { store, signal }: Pick<Worked, "store" | "signal">,
  job: RunJob,
  wait: number,
): Promise<never> {
  let answeredAt = performance.now();
  let isAsked = false;
  const ask = async (): Promise<void> => {
    isAsked = true;
    // What it refuses is an answer, too.
    const isAnswered = await job.isOwn().then(() => true, isAnswer);
    if (isAnswered) answeredAt = performance.now();
    isAsked = false;
  };
  for (;;) {
    if (!isAsked) void ask();
    await sleep(BEAT, undefined, { signal });
    const away = performance.now() - answeredAt;
    // It is asked each second, and answers a moment later.
    if (away < wait + 2 * BEAT) continue;
    const seconds = Math.round(away / 1000);
    throw new WorkerError(
      `the queue at ${store.url.shown} was away for ${seconds} s: run this again when it is there`,
    );
  }
}

/** Whether PostgreSQL says that BullMQ's schema, a table or a function of it is not there. */
function isEmptyStore(error: unknown): boolean {
  return ["3F000", "42P01", "42883"].includes(codeOf(error));
}

/** Whether the store itself says no: not a connection, nor one that starts or ends. */
function isAnswer(error: unknown): boolean {
  if ((error as Error).name === "ReplyError")
    return !(error as Error).message.startsWith("LOADING");
  return /^[0-9A-Z]{5}$/.test(codeOf(error)) && !/^(08|57|53300)/.test(codeOf(error));
}

/** PostgreSQL's SQLSTATE has five characters, as has Node's EPIPE. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code !== "EPIPE" ? code : "";
}

/** Redis adds which script it was that it did not run. */
function wordsOf(error: unknown): string {
  return shorten((error as Error).message.replace(/\s*script: [^]*/, ""));
}
