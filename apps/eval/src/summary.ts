import type { EvaluationResult } from "./result.js";

/** An evaluation for people: plain lines that fit 80 columns for ten classes. */
export function summarize(result: EvaluationResult): string {
  const { model, dataset, timings, config } = result;
  const weights = model.checkpoint ? `weights ${model.checkpoint.file}` : "own weights";
  const threads = config.threads === 0 ? "in-process" : count(config.threads, "thread");
  const images =
    result.total === dataset.images
      ? count(result.total, "image")
      : `first ${integer(result.total)} of ${count(dataset.images, "image")}`;
  return [
    `accuracy  ${formatAccuracy(result.accuracy)}  ${integer(result.correct)} of ${integer(result.total)} correct`,
    "",
    `model     ${model.id}, ${count(model.parameters, "parameter")}, ${weights}`,
    `data      ${dataset.name} ${dataset.split}, ${images}`,
    `run       ${threads}, batches of ${integer(config.batchSize)}, ${config.backend} backend`,
    `time      ${seconds(timings.totalMs)}: load ${seconds(timings.loadMs)}, ` +
      `start ${seconds(timings.poolStartMs)}, evaluate ${seconds(timings.evaluateMs)}`,
    `speed     ${integer(Math.round(result.throughput.imagesPerSecond))} images/s`,
    "",
    "confusion matrix (row: label, column: prediction)",
    formatMatrix(result.confusionMatrix),
    "",
  ].join("\n");
}

/** At least four decimals, and as many as it takes to tell the figure from 1. */
export function formatAccuracy(accuracy: number): string {
  const rounded = accuracy.toFixed(4);
  return rounded === "1.0000" && accuracy < 1 ? String(accuracy) : rounded;
}

function formatMatrix(matrix: readonly (readonly number[])[]): string {
  const width = Math.max(...matrix.flat().map((n) => String(n).length), 4) + 1;
  const line = (label: string, cells: readonly (number | string)[]): string =>
    label.padStart(4) + cells.map((cell) => String(cell).padStart(width)).join("");
  const header = line("", [...matrix.keys()]);
  return [header, ...matrix.map((row, label) => line(String(label), row))].join("\n");
}

function count(n: number, noun: string): string {
  return `${integer(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function integer(n: number): string {
  return n.toLocaleString("en-US");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
