import { basename } from "node:path";
import { DataError, EvalpoolError, UsageError } from "@evalpool/errors";
import type { RunEvaluator } from "./join-run.js";
import type { Store } from "./open-store.js";
import { packPart } from "./packed-part.js";
import { rangeOfId, rangeQueueOf } from "./range-job.js";
import type { RunDescription } from "./run-description.js";
import { ASK_AGAIN, LOCK, LOOK_FOR_STALLED, MOST_STALLED, RENEW_LOCK } from "./timing.js";

/** What a worker did for a run. */
export interface Service {
  readonly ranges: number;
  readonly images: number;
  /**
   * What kept it from going on, as a thread that died or images that are damaged; else the run is
   * over, or it was stopped.
   */
  readonly failure?: Error;
}

/**
 * Takes ranges of a run and evaluates them, one after the other, until it is aborted. A range in work
 * is given back then.
 */
export async function serveRun(
  store: Store,
  runId: string,
  run: RunDescription,
  evaluator: RunEvaluator,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<Service> {
  let [ranges, images, isFailed] = [0, 0, false];
  const ended = Promise.withResolvers<Error | undefined>();
  const worker = store.worker(
    rangeQueueOf(runId),
    async (job, token) => {
      const range = rangeOfId(runId, run.identity.total, job.id ?? "");
      if (range === undefined) throw named("UnrecoverableError", "no range of this run");
      const giveBack = async (): Promise<never> => {
        // Of a run that is over there is nothing left to give back.
        await job.moveToWait(token).catch(() => undefined);
        throw named("WaitingError", "given back");
      };
      if (signal.aborted || isFailed) return giveBack();
      try {
        const part = await evaluator.evaluate(range);
        ranges++;
        images += range.end - range.start;
        return packPart({ ...part, made: { ...part.made, worker: name } });
      } catch (error) {
        if (signal.aborted) return giveBack();
        // What fails here may well be right elsewhere: the range is tried again, by another worker.
        isFailed = true;
        ended.resolve(error as Error);
        throw new Error(reasonOf(error), { cause: error });
      }
    },
    {
      name,
      lockDuration: LOCK,
      lockRenewTime: RENEW_LOCK,
      stalledInterval: LOOK_FOR_STALLED,
      maxStalledCount: MOST_STALLED,
      drainDelay: ASK_AGAIN / 1000,
    },
  );
  signal.addEventListener("abort", () => ended.resolve(undefined), { once: true });
  if (signal.aborted) ended.resolve(undefined);
  worker.run().catch((error: unknown) => ended.resolve(error as Error));
  const failure = await ended.promise;
  await store.close(worker);
  return { ranges, images, ...(failure && { failure }) };
}

/** BullMQ tells by their names what becomes of a job that fails with them. */
function named(name: "UnrecoverableError" | "WaitingError", message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Without the directories of this machine, which are nobody else's concern. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  if (error instanceof DataError) return `${basename(error.file)}: ${error.reason}`;
  if (error instanceof UsageError || error instanceof EvalpoolError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
