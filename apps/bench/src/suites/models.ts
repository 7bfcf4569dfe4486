import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { required } from "@evalpool/errors";
import type { Contestant } from "../contestant.ts";
import { assemble } from "../contestants.ts";
import type { Introduction } from "../contestants/serve.ts";
import { forNetwork, withoutZeros, type InputFiles } from "../inputs.ts";
import { networks, type NetworkName } from "../networks.ts";
import { races, type Race } from "../races.ts";
import { median, pairedRatio, summarize, type Summary } from "../statistics.ts";
import { pause, type Absent, type Context, type Suite } from "../suite.ts";
import { integer, milliseconds, times, type Table } from "../table.ts";

/** Images in memory, at each one's best batch size. */
interface Models {
  /** How many are timed. */
  readonly images: number;
  readonly runs: readonly ModelsRun[];
}

/** All contestants with the same number of threads, on the same images. */
interface ModelsRun {
  readonly threads: number;
  /** Share of the pixels that are 0, which evalpool's kernels leave out. */
  readonly zeros: number;
  /** How many images all predict as the reference does, and how many of those are correct. */
  readonly checked: number;
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

// tinybench measures one task after the other in one process; here each contestant has a process
// of its own and they take turns, so that what disturbs the machine disturbs all of them.
export const models: readonly Suite<Models>[] = [
  suiteOf("mlp", ({ inputs }) => Promise.resolve(inputs)),
  convnetSuite("simple"),
  convnetSuite("deep"),
];

/** @param load the test set, and what the network makes of it */
function suiteOf(
  name: NetworkName,
  load: (context: Context) => Promise<Context["inputs"]>,
): Suite<Models> {
  const race = races[name];
  return {
    name: `models-${name}`,
    async measure(context) {
      const runs: ModelsRun[] = [];
      const images = Math.min(race.images, context.inputs.images.shape[0]);
      const most = context.quick ? 1 : Math.min(2, availableParallelism());
      const own = await load(context);
      // What leaves out pixels of 0 has to do all of the work on images without.
      for (const inputs of [own, await withoutZeros(own, images, context.log)]) {
        for (const threads of new Set([1, most])) {
          runs.push(await measureThreads({ ...context, inputs }, threads, { ...race, images }));
        }
      }
      return { images, runs };
    },
    tabulate: (models) => models.runs.map((run) => tabulateRun(name, models, run)),
  };
}

/** Weights and ONNX file are those of the shared directory. */
function convnetSuite(name: "simple" | "deep"): Suite<Models> {
  const filesOf = (files: InputFiles): InputFiles => {
    const shared = (file: string) => files.shared && join(files.shared, file);
    const { weights, onnx } = networks[name];
    return { ...files, weights: shared(weights), onnx: shared(onnx) };
  };
  const suite = suiteOf(name, ({ inputs, files, log }) =>
    forNetwork(inputs, name, files.weights, log),
  );
  return {
    ...suite,
    missing(files) {
      const { weights } = filesOf(files);
      if (weights === undefined) return "no weights given (--shared)";
      return existsSync(weights) ? undefined : `there is no ${weights}`;
    },
    measure: (context) => suite.measure({ ...context, files: filesOf(context.files) }),
  };
}

function tabulateRun(
  network: NetworkName,
  { images }: Models,
  { threads, zeros, checked, correct, contestants, absent }: ModelsRun,
): Table {
  const { targets } = races[network];
  const wanted = (name: string): string => {
    const target = targets[name]?.[threads === 1 ? 0 : 1];
    return target === undefined || zeros === 0 ? "" : times(target);
  };
  const what = `${networks[network].title}, ${integer(images)} images in memory`;
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
      `Each predicts what the float64 reference does: ${integer(correct)} of ${integer(checked)} correct.`,
      "Peers begin with the pixels as float32, evalpool with their bytes.",
      `What runs: ${contestants.flatMap(describeBackend).join("; ")}.`,
      ...contestants
        .filter((one) => one.threads !== threads)
        .map((one) => `${one.name} has ${one.threads} thread here.`),
      ...absent.map(({ name, reason }) => `${name} is absent: ${reason}.`),
    ],
  };
}

function describeBackend({ name, backend }: Timed): string[] {
  return backend === undefined ? [] : [`${name}: ${backend}`];
}

async function measureThreads(context: Context, threads: number, race: Race): Promise<ModelsRun> {
  await using field = await assemble(context, threads);
  const { contestants, absent } = field;
  const { images } = race;
  const racers: Racer[] = [];
  for (const contestant of contestants) {
    const batchSize = context.quick ? 100 : await bestBatchSize(contestant, race);
    racers.push({ contestant, batchSize, all: [], rounds: [] });
  }
  const rounds = context.quick ? 2 : race.rounds;
  for (let round = 0; round < rounds; round++) {
    context.log(
      `${context.inputs.model.graph.id}, ${threads} threads: round ${round + 1} of ${rounds}`,
    );
    // Each round begins with another, so that nobody always follows the same one.
    const first = round % racers.length;
    for (const { contestant, batchSize, all, rounds } of racers
      .slice(first)
      .concat(racers.slice(0, first))) {
      await settle();
      await contestant.lap({ batchSize, images, runs: WARMING });
      const ms = await contestant.lap({ batchSize, images, runs: context.quick ? 1 : race.runs });
      all.push(...ms);
      rounds.push(median(ms));
    }
  }
  const ours = required(racers[0], "contestant");
  const { images: pixels, correct } = context.inputs;
  return {
    threads,
    zeros: pixels.data.filter((pixel) => pixel === 0).length / pixels.data.length,
    checked: pixels.shape[0],
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

async function bestBatchSize(
  contestant: Contestant,
  { batchSizes, images, runs }: Race,
): Promise<number> {
  const measured: { batchSize: number; ms: number }[] = [];
  for (const batchSize of batchSizes) {
    await settle();
    await contestant.lap({ batchSize, images, runs: WARMING });
    // The shortest, for it is what is least disturbed.
    const ms = Math.min(...(await contestant.lap({ batchSize, images, runs: 2 * runs })));
    measured.push({ batchSize, ms });
  }
  return measured.reduce((best, one) => (one.ms < best.ms ? one : best)).batchSize;
}

/** Runs before those that count. */
const WARMING = 2;

/** Some keep their threads spinning for a while after a run: they must not disturb the next. */
const settle = (): Promise<void> => pause(100);
