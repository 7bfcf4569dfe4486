import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import type {
  Gate,
  RunObserver,
  ScoredResult,
  ScoredSamples,
  StartedRunner,
} from "@evalpool/evaluate";
import type { Model } from "@evalpool/models";
import { evaluateOn } from "./evaluate.js";
import type { EvaluateOptions } from "./options.js";
import type { ReportFile } from "./report-file.js";
import type { SamplesFile } from "./samples-file.js";
import { loadInput } from "./load-input.js";
import type { ModelChoice } from "./model-choice.js";
import type { QueueChoice } from "./queue/evaluate-over-queue.js";
import { openDatasetShown, type DatasetChoice } from "./loading.js";
import { printResult, type ResultForm } from "./terminal/print-result.js";
import type { ProgressLine } from "./terminal/show-progress.js";

/** An evaluation, and what becomes of it. */
export interface Evaluation {
  readonly model: ModelChoice;
  /** A file of what another program predicted, which is scored in place of the model. */
  readonly predictions: string | undefined;
  /** A directory that keeps what is done. */
  readonly resume: string | undefined;
  /** A queue whose workers evaluate, in place of threads here. */
  readonly queue: QueueChoice | undefined;
  readonly data: DatasetChoice;
  readonly run: Omit<EvaluateOptions, "model" | "dataset" | "onProgress" | "onSamples">;
  readonly output: Output;
  /** Where one of them is missed, the exit code is 1. */
  readonly gates: readonly Gate[];
  readonly runner: StartedRunner;
  readonly progress: ProgressLine | undefined;
}

interface Output {
  /** What is printed. */
  readonly as: ResultForm;
  /** Files to write; of samples, `-` is stdout. */
  readonly samples: string | undefined;
  readonly report: string | undefined;
}

/** Carries out `evalpool eval`: evaluates, and tells the result in each form that is wanted. */
export async function evaluateAndTell(evaluation: Evaluation): Promise<void> {
  const { output, progress, gates } = evaluation;
  using samples = await openSamples(output.samples);
  const report = await openReport(output.report);
  const observer = {
    onProgress: progress?.onProgress,
    onSamples: toAll([samples?.write, report?.add]),
  };
  const evaluate = chooseEvaluate(evaluation);
  const { model, dataset, ...evaluated } = await evaluate(evaluation, observer);
  const hold = gates.length > 0 ? await import("./gates/hold-gates.js") : undefined;
  const result = hold?.withGates(evaluated.result, gates) ?? evaluated.result;
  progress?.end();
  await samples?.keep();
  await printResult(result, output.as, output.samples);
  await report?.write(result, model, dataset);
  hold?.tellMissed(result);
}

function chooseEvaluate({ predictions, queue }: Evaluation): typeof evaluateModel {
  if (predictions !== undefined) return scoreFile;
  return queue === undefined ? evaluateModel : evaluateQueued;
}

interface Observer {
  readonly onProgress: RunObserver["onProgress"];
  readonly onSamples: TakeSamples | undefined;
}

interface Evaluated {
  readonly result: ScoredResult;
  /** Where it is a network. */
  readonly model: Model | undefined;
  readonly dataset: IndexedSource;
}

async function evaluateModel(
  { model, data, run, runner, resume, gates }: Evaluation,
  observer: Observer,
): Promise<Evaluated> {
  const fit = gates.length > 0 ? await import("./gates/fit-gates.js") : undefined;
  const loading = loadInput(model, data, run);
  const input = fit?.fitGates(loading, gates) ?? loading;
  const options = { ...run, ...input, ...observer };
  const result =
    resume === undefined
      ? await evaluateOn(runner, options)
      : await (await import("./parts/resume.js")).resumeIn(resume, runner, options);
  const evaluated = await input.model;
  const network = "graph" in evaluated ? evaluated : undefined;
  return { result, model: network, dataset: await input.dataset };
}

async function evaluateQueued({ queue, ...evaluation }: Evaluation): Promise<Evaluated> {
  const { evaluateOverQueue } = await import("./queue/evaluate-over-queue.js");
  return evaluateOverQueue({ ...evaluation, queue: required(queue, "queue") });
}

async function scoreFile(
  { predictions = "", data, run, runner }: Evaluation,
  observer: Observer,
): Promise<Evaluated> {
  const { scorePredictions } = await import("./predictions-file/score-predictions.js");
  const { limit, signal } = run;
  // Of which classes they are, they say themselves.
  const dataset = await openDatasetShown({ ...data, signal, classes: Infinity });
  const scoring = { file: predictions, dataset, limit, signal, ...observer };
  return { result: await scorePredictions(runner, scoring), model: undefined, dataset };
}

type TakeSamples = (samples: ScoredSamples) => void;

/** Gives images to all who want them; nobody gives undefined, for then they need not be had. */
function toAll(takers: readonly (TakeSamples | undefined)[]): TakeSamples | undefined {
  const wanting = takers.filter((take) => take !== undefined);
  if (wanting.length === 0) return undefined;
  return (samples) => {
    for (const take of wanting) take(samples);
  };
}

export async function openSamples(file: string | undefined): Promise<SamplesFile | undefined> {
  if (file === undefined) return undefined;
  const { createSamplesFile } = await import("./samples-file.js");
  return createSamplesFile(file);
}

export async function openReport(file: string | undefined): Promise<ReportFile | undefined> {
  if (file === undefined) return undefined;
  const { openReport } = await import("./report-file.js");
  return openReport(file);
}
