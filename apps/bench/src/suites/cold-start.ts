import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeIdx } from "@evalpool/mnist";
import { cachedEval } from "../command.ts";
import type { Entry } from "../contestant.ts";
import { peerFile } from "../install-peers.ts";
import { openblasDefaults } from "../peers.ts";
import { runProcess } from "../run-process.ts";
import { pairedRatio, summarize, type Summary } from "../statistics.ts";
import type { Absent, Context, Suite } from "../suite.ts";
import { milliseconds, times, type Table } from "../table.ts";

interface ColdStart {
  readonly contestants: readonly Timed[];
  readonly absent: readonly Absent[];
}

interface Timed {
  readonly name: string;
  /** Milliseconds from the start of the process to its end. */
  readonly ms: Summary;
  /** Our time ÷ its, round by round. */
  readonly ratio: Summary;
  /** Our shortest ÷ its: what is left of the ratio where nothing disturbs. */
  readonly ratioOfBest: number;
}

interface Case extends Entry {
  /** Whether it evaluates, or only starts. */
  readonly evaluates: boolean;
}

export const coldStart: Suite<ColdStart> = {
  name: "cold-start",
  async measure(context) {
    const ours = cachedEval(context.inputs, context.files);
    const { present, absent } = await findCases(context);
    const own: number[] = [];
    const cases = [
      { one: { ...ours, evaluates: true }, ms: own },
      ...present.map((one) => ({ one, ms: [] as number[] })),
    ];
    for (const { one } of cases) if (one.evaluates) await requireAccuracy(one, context);
    const rounds = context.quick ? 1 : 25;
    for (let round = 0; round < rounds; round++) {
      context.log(`cold-start: round ${round + 1} of ${rounds}`);
      for (const { one, ms } of cases) ms.push((await runProcess(one)).ms);
    }
    const contestants = cases.map(({ one, ms }): Timed => ({
      name: one.name,
      ms: summarize(ms),
      ratio: pairedRatio(own, ms),
      ratioOfBest: Math.min(...own) / Math.min(...ms),
    }));
    return { contestants, absent };
  },
  tabulate({ contestants, absent }) {
    const wanted: Readonly<Record<string, string>> = {
      NumPy: "≤ 0.60×",
      "onnxruntime-node": "< 1.00×",
    };
    const table: Table = {
      title: "cold start: the whole process, test set and weights read from files",
      columns: ["", "median", "min", "quartiles", "evalpool ÷ it", "of best", "target"],
      rows: contestants.map(({ name, ms, ratio, ratioOfBest }, i) => [
        name,
        milliseconds(ms.median),
        milliseconds(ms.min),
        `${ms.lowerQuartile.toFixed(0)}–${ms.upperQuartile.toFixed(0)}`,
        i === 0 ? "" : times(ratio.median),
        i === 0 ? "" : times(ratioOfBest),
        wanted[name] ?? "",
      ]),
      notes: absent.map(({ name, reason }) => `${name} is absent: ${reason}.`),
    };
    return [table];
  },
};

async function findCases(context: Context): Promise<{ present: Case[]; absent: Absent[] }> {
  const { inputs, files, peers } = context;
  const images = join(inputs.directory, "t10k-images-idx3-ubyte");
  const labels = join(inputs.directory, "t10k-labels-idx1-ubyte");
  const zipped = join(inputs.directory, "images.gz");
  await writeFile(zipped, gzipSync(encodeIdx(inputs.images)));
  const present: Case[] = [
    { name: "empty node", command: process.execPath, args: ["--eval", ""], evaluates: false },
  ];
  const absent: Absent[] = [];
  if ("missing" in peers.python) absent.push({ name: "NumPy", reason: peers.python.missing });
  else {
    const weights = files.weights ?? join(inputs.directory, "parameters.f32");
    const script = [peerFile("numpy_script.py"), weights, labels];
    const python = { command: peers.python.executable, env: openblasDefaults };
    present.push(
      { ...python, name: "NumPy", args: [...script, images], evaluates: true },
      { ...python, name: "NumPy, gzip file", args: [...script, zipped], evaluates: true },
      { ...python, name: "import numpy", args: ["-c", "import numpy"], evaluates: false },
    );
  }
  if (peers.packages.missing !== undefined || !files.onnx) {
    const reason = peers.packages.missing ?? "no ONNX file (--onnx)";
    absent.push({ name: "onnxruntime-node", reason });
  } else {
    const args = [peerFile("onnxruntime-script.mjs"), files.onnx, labels, images];
    const node = { command: process.execPath, args, evaluates: true };
    present.push({ ...node, name: "onnxruntime-node" });
  }
  return { present, absent };
}

/** @throws {Error} when a process gives another accuracy than the float64 reference */
async function requireAccuracy(one: Case, { inputs }: Context): Promise<void> {
  const { stdout } = await runProcess(one);
  const { accuracy } = JSON.parse(stdout) as { accuracy: number };
  const expected = inputs.correct / inputs.predictions.length;
  if (accuracy === expected) return;
  throw new Error(`${one.name}: expected accuracy ${expected}, got ${accuracy}`);
}
