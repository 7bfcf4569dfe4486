import { printable } from "@evalpool/errors";
import {
  corruptionText,
  preprocessText,
  wasRun,
  type MachineShare,
  type ScoredResult,
} from "@evalpool/evaluate";
import { ASSUMED } from "./assumed.js";
import { entry } from "./entry.js";
import { formatCount, formatInteger, formatSeconds, formatSpeed } from "./numbers.js";

/** Machines that are listed one by one. */
const MOST_MACHINES = 20;

type Fact = [key: string, text: string];

/** What of a result tells of its run. */
type Run = Pick<ScoredResult, "model" | "dataset" | "timings" | "config" | "throughput" | "total"> &
  Partial<Pick<ScoredResult, "repetitions" | "machines">>;

/** What was evaluated, on what, and how long it took. */
export function formatRun(result: Run, columns: number): string[] {
  const { model, dataset, timings, config, repetitions, machines, total } = result;
  const { preprocess } = model;
  const { corruption } = dataset;
  const threads = config.threads === 0 ? "in-process" : formatCount(config.threads, "thread");
  const batches = `batches of ${formatInteger(config.batchSize)}`;
  const images =
    total === dataset.images
      ? formatCount(total, "image")
      : `first ${formatInteger(total)} of ${formatCount(dataset.images, "image")}`;
  const isRun = wasRun(model);
  const median = repetitions ? `, median of ${repetitions.count} evaluations` : "";
  const facts: Fact[] = [
    ["model", describeModel(model)],
    ...when(preprocess && ["pixels", pixelsText(preprocess)]),
    ["data", `${dataset.name} ${dataset.split}, ${images}`],
    ...when(corruption && ["corrupted", `${corruptionText(corruption)}, seed ${corruption.seed}`]),
    ...when(isRun && ["run", `${threads}, ${batches}, ${config.backend} backend`]),
    ...sharesFacts(machines ?? []),
    ["time", isMerged(machines) ? sumText(timings) : timeText(timings)],
    ...when(isRun && ["speed", `${formatSpeed(result.throughput.imagesPerSecond)}${median}`]),
  ];
  // Names come from files.
  return facts.flatMap(([key, text]) => entry(key, [printable(text)], columns));
}

function timeText({ totalMs, loadMs, poolStartMs, evaluateMs }: Run["timings"]): string {
  return (
    `${formatSeconds(totalMs)}: load ${formatSeconds(loadMs)}, ` +
    `start ${formatSeconds(poolStartMs)}, evaluate ${formatSeconds(evaluateMs)}`
  );
}

/** Whether times are sums over parts: those of a queue's workers were waited for, and measured here. */
function isMerged(machines: readonly MachineShare[] = []): boolean {
  return machines.some(({ worker }) => worker === undefined);
}

/** Of parts: they may have been evaluated at the same time, or on different days. */
function sumText({ evaluateMs }: Run["timings"]): string {
  return `${formatSeconds(evaluateMs)} of evaluation, all parts together`;
}

/** The machines that did most. */
function sharesFacts(machines: readonly MachineShare[]): Fact[] {
  const shown = machines.toSorted((a, b) => b.images - a.images).slice(0, MOST_MACHINES);
  const more = machines.length - shown.length;
  return [
    ...shown.map((share): Fact => ["by", shareText(share)]),
    ...when(more > 0 && ["by", `${formatCount(more, "machine")} more, as --json lists them`]),
  ];
}

function shareText({ worker, environment, parts, images, evaluateMs }: MachineShare): string {
  const who = worker ?? `${environment.cpu}, Node.js ${environment.node}`;
  const did = `${formatCount(parts, "part")}, ${formatCount(images, "image")}`;
  return `${who}: ${did} in ${formatSeconds(evaluateMs)}`;
}

function when(fact: Fact | false | undefined): Fact[] {
  return fact ? [fact] : [];
}

function pixelsText(preprocess: NonNullable<ScoredResult["model"]["preprocess"]>): string {
  const text = preprocessText(preprocess) || "as they are stored";
  return preprocess.source === "assumed" ? `${text}${ASSUMED}` : text;
}

/** Which it is, from where, and what ran it, where that is not evalpool itself. */
function describeModel({ id, runtime, parameters, checkpoint }: ScoredResult["model"]): string {
  const file = checkpoint?.file;
  switch (runtime.name) {
    case "own":
      return [
        id,
        ...(parameters === undefined ? [] : [formatCount(parameters, "parameter")]),
        file === undefined ? "own weights" : `weights ${file}`,
      ].join(", ");
    case "predictions":
      return `predictions of ${file ?? id}`;
    case "predict":
      return `${id}, a predictor of one's own`;
    case "onnxruntime": {
      const reason = runtime.reason === undefined ? "" : `: ${runtime.reason}`;
      return `${id}, on ${[runtime.name, runtime.version].join(" ").trimEnd()}${reason}`;
    }
  }
}
