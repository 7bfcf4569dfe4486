import { availableParallelism } from "node:os";
import { createEvaluator, type Evaluator } from "@evalpool/eval";
import { required } from "@evalpool/errors";
import { correct } from "@evalpool/metrics";
import type { Split } from "@evalpool/mnist/node";
import type { Inputs } from "../inputs.ts";
import { pairedRatio, summarize, type Summary } from "../statistics.ts";
import { pause, type Suite } from "../suite.ts";
import { integer, times, type Table } from "../table.ts";

interface Scaling {
  /** Smallest first. */
  readonly sizes: readonly number[];
  readonly runs: readonly ScalingRun[];
}

interface ScalingRun {
  readonly threads: number;
  readonly images: number;
  /** Nanoseconds per image, of each round. */
  readonly nanoseconds: Summary;
  /** One thread's time ÷ this, round by round. */
  readonly speedup: Summary;
  /** This ÷ the time per image of the smallest size, round by round. */
  readonly againstSmallest: Summary;
  /** The same of each one's fastest round: what is left where nothing disturbs. */
  readonly ofBest: { readonly speedup: number; readonly againstSmallest: number };
}

/** One number of threads on one number of images. */
interface Case {
  readonly threads: number;
  readonly images: number;
  readonly evaluator: Evaluator;
  readonly rounds: number[];
}

export const scaling: Suite<Scaling> = {
  name: "scaling",
  async measure({ inputs, quick, log }) {
    const count = inputs.labels.data.length;
    const repeats = quick ? [1, 2] : [1, 10, 100];
    const largest = Math.max(...repeats);
    const dataset = repeat(inputs, largest);
    await using stack = new AsyncDisposableStack();
    const cases: Case[] = [];
    for (let threads = 1; threads <= availableParallelism(); threads++) {
      for (const times of repeats) {
        const images = times * count;
        const options = { model: inputs.model, dataset, threads, limit: images };
        const evaluator = stack.use(await createEvaluator(options));
        if (correct(await evaluator.run()) !== times * inputs.correct) {
          throw new Error(`${threads} threads miscount ${images} images`);
        }
        cases.push({ threads, images, evaluator, rounds: [] });
      }
    }
    const rounds = quick ? 2 : 15;
    for (let round = 0; round < rounds; round++) {
      log(`scaling: round ${round + 1} of ${rounds}`);
      for (const one of cases) {
        await pause(20);
        // As many images in each turn, so that each is disturbed as often.
        one.rounds.push(await nanosecondsPerImage(one, (largest * count) / one.images));
      }
    }
    return { sizes: repeats.map((times) => times * count), runs: cases.map(describe) };
  },
  tabulate: ({ runs }) => {
    const table: Table = {
      title: "scaling: the test set repeated, in memory, batches of 100",
      columns: [
        "threads",
        "images",
        "ns/image",
        "min",
        "images/s",
        "speedup",
        "of best",
        "time/image",
        "of best",
      ],
      rows: runs.map(({ threads, images, nanoseconds, speedup, againstSmallest, ofBest }) => [
        `${threads}`,
        integer(images),
        integer(nanoseconds.median),
        integer(nanoseconds.min),
        integer(1e9 / nanoseconds.median),
        times(speedup.median),
        times(ofBest.speedup),
        percent(againstSmallest.median),
        percent(ofBest.againstSmallest),
      ]),
      notes: [
        "Speedup is against one thread on as many images (wanted: 1.9× for two on 1,000,000),",
        "time/image against the fewest images with as many threads (wanted: within 5 %).",
      ],
    };
    return [table];
  },
};

async function nanosecondsPerImage({ evaluator, images }: Case, runs: number): Promise<number> {
  await evaluator.run();
  const start = performance.now();
  for (let run = 0; run < runs; run++) await evaluator.run();
  return ((performance.now() - start) * 1e6) / (runs * images);
}

function describe(
  { threads, images, rounds }: Case,
  _: number,
  cases: readonly Case[],
): ScalingRun {
  const find = (wanted: (one: Case) => boolean): Case => required(cases.find(wanted), "such case");
  const alone = find((one) => one.threads === 1 && one.images === images);
  const smallest = find((one) => one.threads === threads);
  return {
    threads,
    images,
    nanoseconds: summarize(rounds),
    speedup: pairedRatio(alone.rounds, rounds),
    againstSmallest: pairedRatio(rounds, smallest.rounds),
    ofBest: {
      speedup: Math.min(...alone.rounds) / Math.min(...rounds),
      againstSmallest: Math.min(...rounds) / Math.min(...smallest.rounds),
    },
  };
}

/** How much more than 1. */
function percent(ratio: number): string {
  return `${((ratio - 1) * 100).toFixed(1)} %`;
}

/** The images over and over, in memory that threads share, so that it is there once. */
function repeat({ name, images, labels }: Inputs, count: number): Split {
  const shared = (bytes: Uint8Array): Uint8Array => {
    const all = new Uint8Array(new SharedArrayBuffer(bytes.length * count));
    for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length);
    return all;
  };
  const [n, height, width] = images.shape;
  return {
    name,
    split: "test",
    images: { data: shared(images.data), shape: [n * count, height, width] },
    labels: { data: shared(labels.data), shape: [n * count] },
    sha256: { images: "", labels: "" },
  };
}
