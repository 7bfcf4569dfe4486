import type { IndexedSource } from "@evalpool/data";
import type { RobustnessResult, RunConfig, StartedRunner } from "@evalpool/evaluate";
import { loadInput } from "../load-input.js";
import { loadModelShown, type DatasetChoice } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";
import { jsonLine } from "../terminal/json-line.js";
import type { ProgressLine } from "../terminal/show-progress.js";
import { baselineOf, readBaselineFile, type Baseline, type BaselineFile } from "./baseline-file.js";
import { describeRobustness } from "./describe-robustness.js";
import { measure, type Choice, type Measured } from "./measure.js";

/** What is measured, and what becomes of it. */
export interface Measurement {
  readonly model: ModelChoice;
  readonly data: DatasetChoice;
  readonly choice: Choice;
  /** What errors are held against: the file of an earlier result, or a model. */
  readonly baseline: string | undefined;
  readonly run: Pick<RunConfig, "limit" | "batchSize"> & { readonly signal: AbortSignal };
  readonly output: { readonly as: "json" | "summary"; readonly report: string | undefined };
  readonly runner: StartedRunner;
  readonly progress: ProgressLine | undefined;
}

/** Carries out `evalpool robustness`: evaluates on one pool, and tells the result. */
export async function measureAndTell(measurement: Measurement): Promise<void> {
  const { choice, baseline, output, runner, progress } = measurement;
  const report = await openReport(output.report);
  const file = baseline === undefined ? undefined : await readBaselineFile(baseline);
  const [models, dataset] = load(measurement, file);
  const measured: Measured[] = [];
  for (const [turn, model] of models.entries()) {
    measured.push(
      await measure(runner, {
        ...measurement.run,
        choice,
        model,
        dataset,
        onProgress: (done, total) =>
          progress?.onProgress(turn * total + done, models.length * total),
      }),
    );
  }
  const source = await dataset;
  const against = file ? fromFile(file, measurement, source) : baselineOfModel(measured);
  const result = describeRobustness(measured, choice, against, runner.elapsed());
  progress?.end();
  process.stdout.write(await format(result, output.as));
  await report?.write(result, choice, source);
}

/**
 * The models, the baseline's first, so that one which does not fit is told before minutes are over,
 * and the images, which are those of the earlier result where there is one.
 */
function load(
  measurement: Measurement,
  file: BaselineFile | undefined,
): [models: ReturnType<typeof loadInput>["model"][], dataset: Promise<IndexedSource>] {
  const { model, data, baseline, run } = measurement;
  // Images are read once for each evaluation.
  const input = loadInput(model, data, { repeat: 2, signal: run.signal });
  if (file === undefined) {
    if (baseline === undefined) return [[input.model], input.dataset];
    const other = loadModelShown(baseline, undefined, {
      signal: run.signal,
      offline: model.offline,
    });
    // Either is told when its turn comes.
    for (const loading of [input.model, other]) loading.catch(() => undefined);
    return [[other, input.model], input.dataset];
  }
  const dataset = input.dataset.then((source) => {
    fromFile(file, measurement, source);
    return source;
  });
  return [[input.model], dataset];
}

function fromFile(
  file: BaselineFile,
  { choice, run }: Measurement,
  { name, split, count, digest }: IndexedSource,
): Baseline {
  const { images: sha256, labels: labelsSha256 } = digest.parts;
  const images = { name, split, sha256, labelsSha256, total: Math.min(count, run.limit ?? count) };
  return baselineOf(file, choice, images);
}

/** The first of two. */
function baselineOfModel(measured: readonly Measured[]): Baseline | undefined {
  const [first, second] = measured;
  if (first === undefined || second === undefined) return undefined;
  const { id, digest } = first.clean.model;
  return { counts: first.counts, model: { id, ...(digest !== undefined && { digest }) } };
}

async function format(result: RobustnessResult, as: "json" | "summary"): Promise<string> {
  if (as === "json") return jsonLine(result);
  const { summarizeRobustness } = await import("../terminal/robustness-summary.js");
  const { painter } = await import("../terminal/paint.js");
  // Some terminals do not know theirs, and say 0.
  const columns = process.stdout.columns || 80;
  return summarizeRobustness(result, columns, painter(process.stdout));
}

async function openReport(file: string | undefined) {
  if (file === undefined) return undefined;
  const { openRobustnessReport } = await import("./robustness-report-file.js");
  return openRobustnessReport(file);
}
