import { createEvaluatorOn, type Evaluator } from "@evalpool/evaluate";
import type { Subject } from "./evaluation.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";

/** What is to be evaluated, and how. */
export interface Wanted extends Subject {
  readonly threads: number;
  readonly batchSize: number;
}

/** An evaluator whose threads stay, so that the next evaluation has them warm: new ones compile first. */
export interface EvaluatorKeeper {
  /**
   * Does work with the evaluator that is kept, if it is of what is wanted, else with a new one. It is
   * kept unless the work fails.
   *
   * @throws {EvalpoolError} as `createEvaluatorOn`; `signal.reason` when aborted
   */
  use<T>(
    wanted: Wanted,
    signal: AbortSignal,
    work: (evaluator: Evaluator, isKept: boolean) => Promise<T>,
  ): Promise<T>;
  /** Ends the threads that are kept and not in use. */
  release(): Promise<void>;
}

interface Kept {
  readonly wanted: Wanted;
  readonly evaluator: Evaluator;
  /** Aborts what the threads do. */
  readonly aborting: AbortController;
}

export function createEvaluatorKeeper(start = runOnWebWorkers): EvaluatorKeeper {
  let kept: Kept | undefined;

  const create = async (
    wanted: Wanted,
    signal: AbortSignal,
    aborting: AbortController,
  ): Promise<Kept> => {
    const { network, set, threads, batchSize } = wanted;
    const input = { model: network.model, dataset: set.source, batchSize, signal };
    const evaluator = await createEvaluatorOn(start(threads, aborting.signal), input);
    return { wanted, evaluator, aborting };
  };
  const release = async (): Promise<void> => {
    const released = kept;
    kept = undefined;
    await released?.evaluator[Symbol.asyncDispose]();
  };

  return {
    release,
    async use(wanted, signal, work) {
      if (kept && !isSame(kept.wanted, wanted)) await release();
      signal.throwIfAborted();
      const before = kept;
      kept = undefined;
      // Threads outlast the signals of the evaluations that they are for.
      const aborting = before?.aborting ?? new AbortController();
      const abort = (): void => aborting.abort(signal.reason);
      signal.addEventListener("abort", abort);
      let used = before;
      try {
        used ??= await create(wanted, signal, aborting);
        const done = await work(used.evaluator, before !== undefined);
        signal.throwIfAborted();
        kept = used;
        return done;
      } catch (error) {
        await used?.evaluator[Symbol.asyncDispose]();
        throw error;
      } finally {
        signal.removeEventListener("abort", abort);
      }
    },
  };
}

function isSame(one: Wanted, other: Wanted): boolean {
  return (["network", "set", "threads", "batchSize"] as const).every(
    (key) => one[key] === other[key],
  );
}
