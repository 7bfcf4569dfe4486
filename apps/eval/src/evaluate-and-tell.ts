import type { OpenSplit } from "@evalpool/mnist/node";
import { outputWidth } from "@evalpool/models";
import { loadSpec } from "@evalpool/checkpoints/node";
import type { ImageSamples, EvaluationResult } from "@evalpool/evaluate";
import type { EvalFlags } from "./commands/eval.js";
import { evaluateOn, type EvaluateOptions } from "./evaluate.js";
import type { ReportFile } from "./report-file.js";
import type { SamplesFile } from "./samples-file.js";
import type { StartedRunner } from "./shard-runner.js";
import { loadModelShown, openDatasetShown } from "./loading.js";
import { formatAccuracy } from "./terminal/numbers.js";
import type { ProgressLine } from "./terminal/show-progress.js";

/** Bytes of images that are held from one repetition to the next. */
const MOST_MEMORY = 100e6;

/** Carries out `evalpool eval`: evaluates, and tells the result in each form that is wanted. */
export async function evaluateAndTell(
  flags: EvalFlags,
  runner: StartedRunner,
  progress: ProgressLine | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { minAccuracy } = flags;
  using samples = await openSamples(flags.samples);
  const report = await openReport(flags.report);
  const input = load(flags, signal);
  const onSamples = toAll([samples?.write, report?.add]);
  const onProgress = progress?.onProgress;
  const options = { ...flags, ...input, onProgress, onSamples, signal };
  const result = await evaluateOn(runner, options);
  progress?.end();
  await samples?.keep();
  process.stdout.write(flags.json ? JSON.stringify(result) + "\n" : await format(result, flags));
  await report?.write(result, await input.model, await input.dataset);
  if (minAccuracy !== undefined && result.accuracy < minAccuracy) {
    const got = formatAccuracy(result.accuracy);
    process.stderr.write(`evalpool: accuracy ${got} is below --min-accuracy ${minAccuracy}\n`);
    process.exitCode = 1;
  }
}

async function format(result: EvaluationResult, { quiet }: EvalFlags): Promise<string> {
  const { summarize } = await import("./terminal/summary.js");
  const { painter } = await import("./terminal/paint.js");
  // Some terminals do not know theirs, and say 0.
  const columns = process.stdout.columns || 80;
  return summarize(result, { columns, paint: painter(process.stdout), quiet });
}

type TakeSamples = (samples: ImageSamples) => void;

/** Gives images to all who want them; nobody gives undefined, for then they need not be had. */
function toAll(takers: readonly (TakeSamples | undefined)[]): TakeSamples | undefined {
  const wanting = takers.filter((take) => take !== undefined);
  if (wanting.length === 0) return undefined;
  return (samples) => {
    for (const take of wanting) take(samples);
  };
}

async function openSamples(file: string | undefined): Promise<SamplesFile | undefined> {
  if (file === undefined) return undefined;
  const { createSamplesFile } = await import("./samples-file.js");
  return createSamplesFile(file);
}

async function openReport(file: string | undefined): Promise<ReportFile | undefined> {
  if (file === undefined) return undefined;
  const { openReport } = await import("./report-file.js");
  return openReport(file);
}

function load(flags: EvalFlags, signal: AbortSignal): Pick<EvaluateOptions, "model" | "dataset"> {
  const { offline } = flags;
  const model = loadModelShown(flags.model, flags.weights, { offline, signal });
  const classes = loadSpec(flags.model)
    .then(outputWidth)
    // Where there is no such model, loading it says so.
    .catch(() => undefined);
  // Once through, it is faster to leave images in their file than to fill memory with them.
  const memory = flags.repeat > 1 ? MOST_MEMORY : 0;
  const open = async (): Promise<OpenSplit> =>
    openDatasetShown(flags.dataset, flags.split, {
      ...flags,
      memory,
      classes: await classes,
      signal,
    });
  return { model, dataset: open() };
}
