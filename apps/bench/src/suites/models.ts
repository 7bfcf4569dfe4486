import { availableParallelism } from "node:os";
import { required } from "@evalpool/errors";
import type { Contestant } from "../contestant.ts";
import { assemble } from "../contestants.ts";
import type { Introduction } from "../contestants/serve.ts";
import { withoutZeros } from "../inputs.ts";
import { median, pairedRatio, summarize, type Summary } from "../statistics.ts";
import { pause, type Absent, type Context, type Suite } from "../suite.ts";
import { integer, milliseconds, times, type Table } from "../table.ts";

/** The test set in memory, at each one's best batch size. */
interface Models {
  readonly images: number;
  readonly runs: readonly ModelsRun[];
}

/** All contestants with the same number of threads, on the same images. */
interface ModelsRun {
  readonly threads: number;
  /** Share of the pixels that are 0, which evalpool's kernels leave out. */
  readonly zeros: number;
  readonly correct: number;
  readonly contestants: readonly Timed[];
  readonly absent: readonly Absent[];
}

interface Timed extends Introduction {
  readonly name: string;
  readonly batchSize: number;
  /** Milliseconds of one run over the images. */
  readonly ms: Summary;
  /** Its time ÷ ours, round by round. */
  readonly ratio: Summary;
  /** Its shortest run ÷ ours: what is left of the ratio where nothing disturbs. */
  readonly ratioOfBest: number;
}

const BATCH_SIZES = [100, 1000, 10_000];

/** How many times as fast as a peer ours is to be, with 1 thread and with more. */
const targets: Readonly<Record<string, readonly [number, number]>> = {
  "onnxruntime-node": [1.6, 2],
  "onnxruntime-web": [6, 6],
  "tfjs-wasm": [6, 6],
  NumPy: [2, 2],
};

// tinybench measures one task after the other in one process; here each contestant has a process
// of its own and they take turns, so that what disturbs the machine disturbs all of them.
export const models: Suite<Models> = {
  name: "models",
  async measure(context) {
    const runs: ModelsRun[] = [];
    const most = context.quick ? 1 : Math.min(2, availableParallelism());
    for (const inputs of [context.inputs, await withoutZeros(context.inputs)]) {
      for (const threads of new Set([1, most])) {
        runs.push(await measureThreads({ ...context, inputs }, threads));
      }
    }
    return { images: context.inputs.images.shape[0], runs };
  },
  tabulate: ({ images, runs }) =>
    runs.map(({ threads, zeros, correct, contestants, absent }): Table => {
      const wanted = (name: string): string => {
        const target = targets[name]?.[threads === 1 ? 0 : 1];
        return target === undefined || zeros === 0 ? "" : times(target);
      };
      const what = `784-50-100-10, ${integer(images)} images in memory`;
      return {
        title: `${what}, ${Math.round(100 * zeros)} % of the pixels 0, ${threads} thread${threads === 1 ? "" : "s"}`,
        columns: [
          "",
          "batch",
          "median",
          "min",
          "quartiles",
          "images/s",
          "evalpool is",
          "of best",
          "target",
        ],
        rows: contestants.map(({ name, version, batchSize, ms, ratio, ratioOfBest }, i) => [
          version === "" ? name : `${name} ${version}`,
          integer(batchSize),
          milliseconds(ms.median),
          milliseconds(ms.min),
          `${ms.lowerQuartile.toFixed(2)}–${ms.upperQuartile.toFixed(2)}`,
          integer((images / ms.median) * 1000),
          i === 0 ? "" : times(ratio.median),
          i === 0 ? "" : times(ratioOfBest),
          wanted(name),
        ]),
        notes: [
          `Each predicts what the float64 reference does: ${integer(correct)} correct.`,
          "Peers begin with the pixels as float32, evalpool with their bytes.",
          `What runs: ${contestants.flatMap(describeBackend).join("; ")}.`,
          ...contestants
            .filter((one) => one.threads !== threads)
            .map((one) => `${one.name} has ${one.threads} thread here.`),
          ...absent.map(({ name, reason }) => `${name} is absent: ${reason}.`),
        ],
      };
    }),
};

function describeBackend({ name, backend }: Timed): string[] {
  return backend === undefined ? [] : [`${name}: ${backend}`];
}

async function measureThreads(context: Context, threads: number): Promise<ModelsRun> {
  await using field = await assemble(context, threads);
  const { contestants, absent } = field;
  const images = context.inputs.images.shape[0];
  const racers: Racer[] = [];
  for (const contestant of contestants) {
    const batchSize = context.quick ? 100 : await bestBatchSize(contestant, images);
    racers.push({ contestant, batchSize, all: [], rounds: [] });
  }
  const rounds = context.quick ? 2 : 25;
  for (let round = 0; round < rounds; round++) {
    context.log(`models, ${threads} threads: round ${round + 1} of ${rounds}`);
    // Each round begins with another, so that nobody always follows the same one.
    const first = round % racers.length;
    for (const { contestant, batchSize, all, rounds } of racers
      .slice(first)
      .concat(racers.slice(0, first))) {
      await settle();
      await contestant.lap({ batchSize, images, runs: 2 });
      const ms = await contestant.lap({ batchSize, images, runs: context.quick ? 1 : 7 });
      all.push(...ms);
      rounds.push(median(ms));
    }
  }
  const ours = required(racers[0], "contestant");
  const { images: pixels, correct } = context.inputs;
  return {
    threads,
    zeros: pixels.data.filter((pixel) => pixel === 0).length / pixels.data.length,
    correct,
    contestants: racers.map(({ contestant, batchSize, all, rounds }): Timed => ({
      name: contestant.name,
      ...contestant.introduction,
      batchSize,
      ms: summarize(all),
      ratio: pairedRatio(rounds, ours.rounds),
      ratioOfBest: Math.min(...all) / Math.min(...ours.all),
    })),
    absent,
  };
}

interface Racer {
  readonly contestant: Contestant;
  readonly batchSize: number;
  /** Milliseconds of every run. */
  readonly all: number[];
  /** Median of each round. */
  readonly rounds: number[];
}

async function bestBatchSize(contestant: Contestant, images: number): Promise<number> {
  const measured: { batchSize: number; ms: number }[] = [];
  for (const batchSize of BATCH_SIZES) {
    await settle();
    await contestant.lap({ batchSize, images, runs: 2 });
    // The shortest, for it is what is least disturbed.
    const ms = Math.min(...(await contestant.lap({ batchSize, images, runs: 15 })));
    measured.push({ batchSize, ms });
  }
  return measured.reduce((best, one) => (one.ms < best.ms ? one : best)).batchSize;
}

/** Some keep their threads spinning for a while after a run: they must not disturb the next. */
const settle = (): Promise<void> => pause(100);
