import { fileURLToPath } from "node:url";
import { runProcess } from "../run-process.ts";
import { median } from "../statistics.ts";
import type { Context } from "../suite.ts";
import { integer, type Table } from "../table.ts";
import { measureMergeRate, type MergeRate } from "./merge-rate.ts";
import type { SimulatedOutcome, SimulatedRun } from "./simulate-run.ts";

export interface Simulations {
  readonly run: Omit<SimulatedRun, "seed" | "slowest" | "fastest">;
  readonly measured: readonly Simulated[];
  readonly merging: MergeRate;
}

/** Several runs that differ in which workers die, and when. */
interface Simulated extends Pick<SimulatedRun, "slowest" | "fastest"> {
  readonly runs: readonly (SimulatedOutcome & {
    /** MB that the process held at most. */
    readonly peakMB: number;
  })[];
}

/** Networks that cost much and little: runs of an hour and of minutes. */
const speeds = [
  { slowest: 100, fastest: 800 },
  { slowest: 1000, fastest: 8000 },
];

/** What long-lived objects may take. */
const HEAP_MB = 256;

const local = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export async function measureSimulations({ quick, log }: Context): Promise<Simulations> {
  const run = {
    images: quick ? 1e6 : 1e9,
    batchSize: 100,
    workers: quick ? 20 : 1000,
    dyingPerHour: 0.01,
    // As the workers of a queue have them.
    lockMs: 10_000,
    stalledMs: 5000,
  };
  const measured: Simulated[] = [];
  for (const speed of speeds) {
    const runs: Simulated["runs"][number][] = [];
    for (let seed = 0; seed < (quick ? 1 : 10); seed++) {
      runs.push(await simulate({ ...run, ...speed, seed }));
    }
    log(`simulated: at worst ${percent(Math.max(...runs.map(wasted)))} wasted`);
    measured.push({ ...speed, runs });
  }
  const merging = quick ? measureMergeRate(100, 1) : measureMergeRate(2000, 9);
  return { run, measured, merging };
}

export function tabulateSimulations({ run, measured, merging }: Simulations): Table {
  const { images, workers, dyingPerHour, lockMs, stalledMs } = run;
  const all = measured.flatMap(({ runs }) => runs);
  const planned = median(all.map(({ parts, coordinatorMs }) => (1000 * parts) / coordinatorMs));
  return {
    title: `a run of ${integer(images)} images over ${integer(workers)} workers, simulated`,
    columns: [
      "images/s of a worker",
      "minutes",
      "died",
      "idle",
      "done again",
      "both at worst",
      "wanted",
      "parts",
      "parts/s",
      "peak memory",
      "wanted",
    ],
    rows: measured.map(rowOf),
    notes: [
      `Means of ${measured[0]?.runs.length} runs that differ in who dies and when, but for the worst of wasted time and for memory. What plans and merges is what a real run has; workers and queue are simulated. ${percent(dyingPerHour)} of the workers die in an hour, and none comes in their place; their ranges are handed out again after ${lockMs / 1000} to ${(lockMs + stalledMs) / 1000} s, for which all wait where it happens at the very end. Memory is of the whole process, with the simulation; its old objects may take ${HEAP_MB} MB.`,
      `To plan and merge, a coordinator can ${integer(planned)} parts/s; to read them from ${integer(merging.bytes)} bytes of JSON each, check and merge them, ${integer(merging.partsPerSecond)}.`,
    ],
  };
}

function rowOf({ slowest, fastest, runs }: Simulated): string[] {
  const mean = (figure: (run: Simulated["runs"][number]) => number): number =>
    runs.reduce((sum, run) => sum + figure(run), 0) / runs.length;
  return [
    `${integer(slowest)} to ${integer(fastest)}`,
    mean(({ seconds }) => seconds / 60).toFixed(1),
    mean(({ died }) => died).toFixed(1),
    percent(mean(({ idle }) => idle)),
    percent(mean(({ repeated }) => repeated)),
    percent(Math.max(...runs.map(wasted))),
    "< 5 %",
    integer(mean(({ parts }) => parts)),
    integer(mean(({ parts, seconds }) => parts / seconds)),
    `${integer(Math.max(...runs.map(({ peakMB }) => peakMB)))} MB`,
    "< 500 MB",
  ];
}

const wasted = ({ idle, repeated }: SimulatedOutcome): number => idle + repeated;

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.001 ? 4 : 2)} %`;

async function simulate(
  run: SimulatedRun,
): Promise<SimulatedOutcome & { readonly peakMB: number }> {
  const { stdout, stderr } = await runProcess({
    name: "the simulation",
    command: process.execPath,
    args: [
      // V8 collects late where it may: what is needed shows under a bound.
      `--max-old-space-size=${HEAP_MB}`,
      "--import",
      local("../contestants/report-peak.mjs"),
      local("../contestants/simulated-coordinator.ts"),
      JSON.stringify(run),
    ],
  });
  const kib = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
  return { ...(JSON.parse(stdout) as SimulatedOutcome), peakMB: (kib * 1024) / 1e6 };
}
