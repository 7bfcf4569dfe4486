import type { ScoredSamples } from "./image-samples.js";

/**
 * Images with their predictions as a file of predictions has them: a line of JSON for each, with
 * its index, label, prediction and, where they are known, the probabilities of the classes.
 */
export function formatSamples({
  range,
  labels,
  predictions,
  probabilities,
}: ScoredSamples): string {
  const classes = (probabilities?.length ?? 0) / predictions.length;
  let lines = "";
  for (let i = 0; i < predictions.length; i++) {
    const row = probabilities?.subarray(i * classes, (i + 1) * classes);
    const sample = {
      index: range.start + i,
      label: labels[i],
      prediction: predictions[i],
      ...(row && { probabilities: Array.from(row, toDigits) }),
    };
    lines += JSON.stringify(sample) + "\n";
  }
  return lines;
}

/** A float32 has seven digits that mean something. */
function toDigits(value: number): number {
  return Number(value.toPrecision(7));
}
