import {
  createEvaluatorOn,
  stopwatch,
  type Evaluator,
  type StartedRunner,
} from "@evalpool/evaluate";
import type { Tally } from "@evalpool/metrics";
import type { Subject } from "./evaluation.js";

/** How fast a network is with so many images in one forward pass. */
interface BatchSpeed {
  readonly batchSize: number;
  /** As it was: there may be fewer. */
  readonly used: number;
  readonly imagesPerSecond: number;
  /** Of all images that were evaluated, once. */
  readonly tally: Tally;
}

/** What is measured: the same images, each time on one thread. */
export interface BatchMeasurement {
  readonly images: number;
  readonly backend: string;
  readonly speeds: readonly BatchSpeed[];
}

/** Milliseconds for which each is measured, and which one by one the images take at most. */
const LEAST_MS = 2000;
/** Images by which it is found how many these are. Fewer would be no batch. */
const FIRST_IMAGES = 100;

interface Measuring {
  readonly signal?: AbortSignal;
  /** Starts a thread. */
  readonly start: () => StartedRunner;
  /** Told what is measured next. */
  readonly onStep?: (batchSize: number) => void;
  readonly leastMs?: number;
}

/**
 * Measures a network with each batch size: after one evaluation that is not counted, for two seconds
 * at least, on the whole set or as many images as take that long one by one.
 *
 * @throws {EvalpoolError} as `createEvaluatorOn`; `signal.reason` when aborted
 */
export async function measureBatchSizes(
  { network, set }: Subject,
  batchSizes: readonly number[],
  { signal, start, onStep, leastMs = LEAST_MS }: Measuring,
): Promise<BatchMeasurement> {
  const evaluator = (batchSize: number, limit: number): Promise<Evaluator> =>
    createEvaluatorOn(start(), {
      model: network.model,
      dataset: set.source,
      batchSize,
      limit,
      signal,
    });
  const { count } = set.source;
  let limit = Math.min(FIRST_IMAGES, count);
  {
    await using first = await evaluator(1, limit);
    await first.run();
    const time = stopwatch();
    await first.run();
    limit = Math.min(count, Math.ceil(limit * Math.max(1, leastMs / time())));
  }
  const speeds: BatchSpeed[] = [];
  let backend = "";
  for (const batchSize of batchSizes) {
    onStep?.(batchSize);
    await using measured = await evaluator(batchSize, limit);
    const { config } = measured;
    speeds.push({
      batchSize,
      used: config.batchSize,
      ...(await speedOf(measured, limit, leastMs)),
    });
    backend = config.backend;
  }
  return { images: limit, backend, speeds };
}

async function speedOf(
  evaluator: Evaluator,
  images: number,
  leastMs: number,
): Promise<Pick<BatchSpeed, "imagesPerSecond" | "tally">> {
  const tally = await evaluator.run();
  const time = stopwatch();
  for (let runs = 1; ; runs++) {
    await evaluator.run();
    const ms = time();
    if (ms >= leastMs) return { imagesPerSecond: (runs * images * 1000) / ms, tally };
  }
}

/** Whether the network said the same of each image, to the bit. */
export function sayTheSame({ speeds }: BatchMeasurement): boolean {
  const [first, ...others] = speeds.map(({ tally }) => JSON.stringify(tally));
  return others.every((tally) => tally === first);
}
