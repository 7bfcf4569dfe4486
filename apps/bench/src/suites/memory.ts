import { fileURLToPath } from "node:url";
import type { EvaluationResult } from "@evalpool/eval";
import { cli } from "../command.ts";
import { runProcess } from "../run-process.ts";
import type { Context, Suite } from "../suite.ts";
import { temporaryDirectory } from "../temporary-directory.ts";
import { integer, type Table } from "../table.ts";
import { writeRepeated } from "../write-repeated.ts";

interface Memory {
  readonly repetitions: readonly Resident[];
  readonly streamed: {
    readonly images: number;
    /** Most MiB that the whole process held. */
    readonly peak: number;
    readonly evaluateMs: number;
    /** With the pass before it, which digests the file. */
    readonly totalMs: number;
  };
}

/** So many evaluations of the test set in one process. */
interface Resident {
  readonly runs: number;
  /** Most MiB that the whole process held. */
  readonly MiB: number;
}

const local = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export const memory: Suite<Memory> = {
  name: "memory",
  async measure(context) {
    context.log("memory: repetitions");
    const repetitions = await measureRepetitions(context);
    context.log("memory: images streamed from a file");
    return { repetitions, streamed: await measureStream(context) };
  },
  tabulate({ repetitions, streamed }) {
    const second = repetitions.find(({ runs }) => runs === 2)?.MiB ?? NaN;
    const growth = (MiB: number): string =>
      `${MiB < second ? "" : "+"}${(MiB - second).toFixed(1)}`;
    const resident: Table = {
      title: "peak memory of `evalpool --repeat N`, in MiB",
      columns: ["repetitions", "peak", "since the second"],
      rows: repetitions.map(({ runs, MiB }) => [
        integer(runs),
        MiB.toFixed(1),
        runs < 2 ? "" : growth(MiB),
      ]),
    };
    const { images, peak, evaluateMs, totalMs } = streamed;
    const stream: Table = {
      title: "images streamed from an uncompressed IDX file",
      columns: ["images", "peak memory", "images/s", "with the digest", "target"],
      rows: [
        [
          integer(images),
          `${((peak * 2 ** 20) / 1e6).toFixed(0)} MB`,
          integer((images / evaluateMs) * 1000),
          integer((images / totalMs) * 1000),
          "< 250 MB",
        ],
      ],
      notes: [
        "The file is read twice: for its SHA-256 and by the threads that evaluate. The first figure is of the second pass, as the result's imagesPerSecond; the other of both, from the start of the threads to the result.",
      ],
    };
    return [resident, stream];
  },
};

async function measureRepetitions({ inputs, quick }: Context): Promise<Resident[]> {
  const counts = quick ? [1, 2, 4] : [1, 2, 3, 10, 30, 100, 300, 1000];
  const measured: Resident[] = [];
  for (const runs of counts) {
    const args = ["--data", inputs.directory, "--repeat", `${runs}`];
    measured.push({ runs, MiB: (await evaluate(args)).peak });
  }
  return measured;
}

async function measureStream({ inputs, files, quick }: Context): Promise<Memory["streamed"]> {
  const directory = temporaryDirectory();
  const repeats = quick ? 2 : 100;
  await writeRepeated(inputs, repeats, directory);
  const weights = files.weights === undefined ? [] : ["--weights", files.weights];
  const { result, peak } = await evaluate(["--data", directory, ...weights]);
  const { total, correct, timings } = result;
  if (correct !== repeats * inputs.correct) throw new Error(`${correct} of ${total} correct`);
  const { evaluateMs, totalMs } = timings;
  return { images: total, peak, evaluateMs, totalMs };
}

/** Runs the command; tells how many MiB its process held at most, threads included. */
async function evaluate(
  args: readonly string[],
): Promise<{ result: EvaluationResult; peak: number }> {
  const { stdout, stderr } = await runProcess({
    name: "evalpool eval",
    command: process.execPath,
    args: ["--import", local("../contestants/report-peak.mjs"), cli, "eval", "--json", ...args],
  });
  const peaks = [...stderr.matchAll(/^peak (\d+)$/gm)].map(([, kib]) => Number(kib) / 1024);
  return { result: JSON.parse(stdout) as EvaluationResult, peak: Math.max(...peaks) };
}
