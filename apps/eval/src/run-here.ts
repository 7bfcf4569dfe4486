import { setImmediate } from "node:timers/promises";
import { ShardError } from "./errors.js";
import { createShardEvaluator, type ShardEvaluator } from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";
import type { ShardRunner, ShardTally } from "./shard-runner.js";
import { stopwatch } from "./stopwatch.js";

/** Evaluates shards in the calling thread, which signals and timers get a turn of. */
export function runHere(signal?: AbortSignal): ShardRunner {
  let evaluateShard: ShardEvaluator | undefined;
  return {
    ready: () => Promise.resolve(),
    async run(job, shards, { withPredictions, onShard }) {
      const evaluate = (evaluateShard ??= createShardEvaluator(job));
      const results: ShardTally[] = [];
      for (const range of shards) {
        const batches = evaluate(range, withPredictions);
        let step = failAs(range, () => batches.next());
        for (let slice = stopwatch(); !step.done; step = failAs(range, () => batches.next())) {
          if (slice() < LONGEST_SLICE) continue;
          await letIn(signal);
          slice = stopwatch();
        }
        results.push({ range, tally: step.value.tally });
        onShard(range, step.value);
        await letIn(signal);
      }
      return results;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Milliseconds for which signals and timers wait at most, but for one batch. */
const LONGEST_SLICE = 20;

/** Lets signals and timers in. */
async function letIn(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

function failAs<T>(range: ShardRange, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ShardError(range, (cause as Error).message, { cause });
  }
}
