import { createShardEvaluator, runSteps } from "../evaluate-shards.js";
import { shardAt } from "../plan-shards.js";
import type { StartedRunner } from "../shard-runner.js";
import { openMemory } from "./small-job.js";

interface SerialRunner extends StartedRunner {
  /** How often it was closed. */
  readonly closed: number;
}

/** Evaluates every shard in this thread by itself, the last one first. */
export function serialRunner(other: Partial<StartedRunner> = {}): SerialRunner {
  let closed = 0;
  return {
    threads: 3,
    elapsed: () => 7,
    ready: () => Promise.resolve(),
    prepare: (job) => async (plan, options) => {
      const evaluate = createShardEvaluator(job, openMemory());
      const outcomes = [];
      for (let i = plan.count - 1; i >= 0; i--) {
        const outcome = await runSteps(evaluate([shardAt(plan, i)], options.withPredictions));
        outcomes.push(outcome);
        options.onOutcome(outcome);
        options.onProgress?.(plan.total - shardAt(plan, i).start);
      }
      return outcomes;
    },
    [Symbol.asyncDispose]: () => {
      closed++;
      return Promise.resolve();
    },
    ...other,
    get closed() {
      return closed;
    },
  };
}
