import { setImmediate } from "node:timers/promises";
import { openImages } from "@evalpool/data/node";
import {
  createShardEvaluator,
  createShardQueue,
  imagesDone,
  shardFailure,
  shardInWork,
  stopwatch,
  takeShards,
  unlessAborted,
  type CreatePredictor,
  type ShardRunner,
  type ShardsOutcome,
  type ShardSteps,
} from "@evalpool/evaluate";

/** Milliseconds for which signals and timers wait at most, but for one batch. */
const LONGEST_SLICE = 20;

/**
 * Evaluates shards in the calling thread, which signals and timers get a turn of.
 *
 * @param createPredictor as for `createShardEvaluator`
 */
export function runHere(signal?: AbortSignal, createPredictor?: CreatePredictor): ShardRunner {
  return {
    threads: 0,
    ready: () => Promise.resolve(),
    prepare(job) {
      const evaluate = createShardEvaluator(job, openImages, createPredictor);
      return async (plan, { withPredictions, oneByOne, onOutcome, onProgress }) => {
        const queue = createShardQueue(plan);
        const failure = (error: unknown): Error => shardFailure(error, shardInWork(queue, 0));
        const onSlice = (): void => onProgress?.(imagesDone(queue));
        const outcomes: ShardsOutcome[] = [];
        while (imagesDone(queue) < plan.total) {
          const shards = takeShards(queue, 0, withPredictions || oneByOne ? 1 : Infinity);
          const steps = evaluate(shards, withPredictions);
          const outcome = await runSliced(steps, { failure, onSlice, signal });
          outcomes.push(outcome);
          onOutcome(outcome);
          await letIn(signal);
        }
        return outcomes;
      };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface Slicing {
  /** Made of what a step throws. */
  readonly failure: (error: unknown) => Error;
  /** Called between two slices. */
  readonly onSlice: () => void;
  readonly signal: AbortSignal | undefined;
}

async function runSliced(
  steps: ShardSteps,
  { failure, onSlice, signal }: Slicing,
): Promise<ShardsOutcome> {
  const fail = (error: unknown): never => {
    throw failure(error);
  };
  try {
    for (let slice = stopwatch(); ;) {
      const { done, value } = next(steps, fail);
      if (done) return value;
      if (value) await unlessAborted(value.catch(fail), signal);
      if (slice() < LONGEST_SLICE) continue;
      onSlice();
      await letIn(signal);
      slice = stopwatch();
    }
  } finally {
    // Closes the images of one that is not done.
    steps.return?.();
  }
}

function next(
  steps: ShardSteps,
  fail: (error: unknown) => never,
): IteratorResult<Promise<void> | undefined, ShardsOutcome> {
  try {
    return steps.next();
  } catch (error) {
    return fail(error);
  }
}

/** Lets signals and timers in. */
async function letIn(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
