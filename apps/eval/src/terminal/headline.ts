import type { ScoredResult } from "@evalpool/evaluate";
import { entry } from "./entry.js";
import { formatAccuracy, formatInteger } from "./numbers.js";
import type { Paint } from "./paint.js";

/** The accuracy, with where it probably lies. */
export function formatHeadline(result: ScoredResult, columns: number, paint: Paint): string[] {
  const accuracy = formatAccuracy(result.accuracy);
  const { low, high } = result.accuracyInterval;
  const [first = "", ...rest] = entry(
    "accuracy",
    [
      accuracy,
      `${formatInteger(result.correct)} of ${formatInteger(result.total)} correct`,
      `95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}`,
    ],
    columns,
  );
  return [first.replace(`accuracy  ${accuracy}`, (text) => paint("main", text)), ...rest];
}

/** What else is measured over all images, each with a word on what it means if that fits. */
export function formatScores(result: ScoredResult, columns: number): string[] {
  const score = (key: string, value: number | undefined, meaning: string): string[] => {
    if (value === undefined) return [];
    const lines = entry(key, [value.toFixed(4), meaning], columns);
    return lines.length === 1 ? lines : entry(key, [value.toFixed(4)], columns);
  };
  if (result.negativeLogLikelihood === undefined) {
    const unknown = "top 3, log-loss, Brier score and calibration are not known";
    return entry("scores", ["of predictions without probabilities", unknown], columns);
  }
  return [
    ...(result.perClass.length > 3
      ? score("top 3", result.top3Accuracy, "label among the three likeliest classes")
      : []),
    ...score("log-loss", result.negativeLogLikelihood, "mean -ln of the label's probability"),
    ...score("Brier", result.brierScore, "squared error of the probabilities, 0 to 2"),
    ...score("ECE", result.calibrationError, "calibration error: confidence off accuracy"),
  ];
}
