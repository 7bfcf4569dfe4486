import { formatSamples } from "@evalpool/evaluate";
import type { Evaluation } from "./evaluation.js";

/** Images that are made text at once: that of all may be longer than a string can be. */
const IMAGES = 1000;

/** What `evalpool eval --samples` writes, and `evalpool eval --predictions` scores. */
export function predictionsFile({ network, set, predicted }: Evaluation): File {
  const { name, labels, count } = set.source;
  const { predictions, probabilities } = predicted;
  const classes = probabilities.length / count;
  const parts: string[] = [];
  for (let start = 0; start < count; start += IMAGES) {
    const end = Math.min(start + IMAGES, count);
    parts.push(
      formatSamples({
        range: { start, end },
        labels: labels.subarray(start, end),
        predictions: predictions.subarray(start, end),
        probabilities: probabilities.subarray(start * classes, end * classes),
      }),
    );
  }
  return new File(parts, `${network.model.graph.id}-${name}-predictions.jsonl`, {
    type: "application/jsonl",
  });
}
