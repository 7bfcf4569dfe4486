import { basename } from "node:path";
import { stopwatch, type Part, type ShardRange } from "@evalpool/evaluate";
import { fileSha256 } from "@evalpool/files/node";
import { correct } from "@evalpool/metrics";
import { openSamples, type Evaluation } from "../evaluate-and-tell.js";
import { createEvaluatorWith } from "../evaluator.js";
import { loadInput } from "../load-input.js";
import { requireWritable } from "../require-writable.js";
import { formatInteger } from "../terminal/numbers.js";
import { say } from "../terminal/tell.js";
import { rangeOf, type AskedPart } from "./asked-part.js";
import { writePart } from "./part-file.js";
import { createPartMaker } from "./part-maker.js";
import { identityOf } from "./run-identity.js";

/** Carries out `evalpool eval --shard I/N --out FILE`: evaluates that part, and writes it. */
export async function evaluatePart(evaluation: Evaluation, asked: AskedPart): Promise<void> {
  const { model, data, run, runner, output, progress } = evaluation;
  const { share, out, flags } = asked;
  await requireWritable(out);
  using samples = await openSamples(output.samples);
  const input = loadInput(model, data, run);
  await using evaluator = await createEvaluatorWith(runner, { ...run, ...input });
  const identity = await identityOf(evaluator);
  const makePart = createPartMaker(evaluator, identity);
  const range = rangeOf(share, evaluator.images);
  const ranges = range.start < range.end ? [range] : [];
  const time = stopwatch();
  const observer = { onProgress: progress?.onProgress, onSamples: samples?.write };
  const tally = await evaluator.run({ ranges, ...observer });
  const part = makePart({ ranges, tally, evaluateMs: time() });
  progress?.end();
  await samples?.keep();
  await writePart(out, {
    ...part,
    ...(output.samples !== undefined && { samples: await describeFile(output.samples) }),
    asked: { shard: `${share.index}/${share.of}`, flags },
  });
  if (output.as === "summary") {
    const what = `${imagesText(range)} of ${formatInteger(identity.total)}`;
    const right = ranges.length > 0 ? `, ${formatInteger(correct(tally))} right` : "";
    say([`part ${share.index} of ${share.of}: ${what}${right}, in ${basename(out)}`]);
  }
}

async function describeFile(path: string): Promise<NonNullable<Part["samples"]>> {
  return { file: basename(path), sha256: await fileSha256(path) };
}

function imagesText({ start, end }: ShardRange): string {
  if (start === end) return "none";
  return `images ${formatInteger(start)} to ${formatInteger(end - 1)}`;
}
