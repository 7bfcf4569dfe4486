import { createShardEvaluator, runSteps } from "../evaluate-shards.js";
import type { Part, RunIdentity } from "../parts/part.js";
import type { ShardRange } from "../plan-shards.js";
import { openMemory, smallJob } from "./small-job.js";

const digest = (digit: string): string => digit.repeat(64);

/** What evaluating so many small images is of. */
export function smallRun(total: number): RunIdentity {
  return {
    graph: digest("1"),
    weights: digest("2"),
    images: digest("3"),
    labels: digest("4"),
    format: "uint8 1x1x4",
    total,
    classes: 4,
    corruption: "none",
    kernels: "reference",
    exact: false,
    rounding: digest("5"),
  };
}

/** The part that such images are, as it is evaluated. */
export async function smallPart(
  total: number,
  ranges: readonly ShardRange[],
  batchSize = 7,
): Promise<Part> {
  const evaluate = createShardEvaluator(smallJob(total, batchSize), openMemory());
  const { tally } = await runSteps(evaluate(ranges, false));
  return {
    evalpoolPart: 1,
    run: smallRun(total),
    ranges,
    tally,
    model: { id: "pixels", runtime: { name: "own" } },
    dataset: {
      name: "pixels",
      split: "test",
      images: total,
      sha256: digest("3"),
      labelsSha256: digest("4"),
    },
    made: {
      evaluateMs: 1,
      config: { threads: 0, batchSize, backend: "reference", shards: ranges.length },
      environment: {
        node: "v24.0.0",
        platform: "linux",
        arch: "x64",
        cpu: "a processor",
        evalpool: "0.1.0",
        v8Flags: [],
      },
    },
  };
}
