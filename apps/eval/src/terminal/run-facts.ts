import { printable } from "@evalpool/errors";
import type { EvaluationResult } from "@evalpool/evaluate";
import { entry } from "./entry.js";
import { formatCount, formatInteger, formatSeconds, formatSpeed } from "./numbers.js";

/** What was evaluated, on what, and how long it took. */
export function formatRun(result: EvaluationResult, columns: number): string[] {
  const { model, dataset, timings, config, repetitions, total } = result;
  const weights = model.checkpoint ? `weights ${model.checkpoint.file}` : "own weights";
  const threads = config.threads === 0 ? "in-process" : formatCount(config.threads, "thread");
  const images =
    total === dataset.images
      ? formatCount(total, "image")
      : `first ${formatInteger(total)} of ${formatCount(dataset.images, "image")}`;
  const median = repetitions ? `, median of ${repetitions.count} evaluations` : "";
  const facts: [string, string][] = [
    ["model", `${model.id}, ${formatCount(model.parameters, "parameter")}, ${weights}`],
    ["data", `${dataset.name} ${dataset.split}, ${images}`],
    ["run", `${threads}, batches of ${formatInteger(config.batchSize)}, ${config.backend} backend`],
    [
      "time",
      `${formatSeconds(timings.totalMs)}: load ${formatSeconds(timings.loadMs)}, ` +
        `start ${formatSeconds(timings.poolStartMs)}, evaluate ${formatSeconds(timings.evaluateMs)}`,
    ],
    ["speed", `${formatSpeed(result.throughput.imagesPerSecond)}${median}`],
  ];
  // Names come from files.
  return facts.flatMap(([key, text]) => entry(key, [printable(text)], columns));
}
