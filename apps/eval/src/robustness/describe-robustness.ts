import { required } from "@evalpool/errors";
import { robustnessFigures } from "@evalpool/metrics";
import type { RobustnessResult } from "@evalpool/evaluate";
import type { Baseline } from "./baseline-file.js";
import type { Choice, Measured } from "./measure.js";

/** What was counted, and what it was counted of. @param measured the model's is the last */
export function describeRobustness(
  measured: readonly Measured[],
  { severities, seed }: Choice,
  baseline: Baseline | undefined,
  totalMs: number,
): RobustnessResult {
  const { counts, clean } = required(measured.at(-1), "measurement");
  const { model, dataset, config, environment } = clean;
  // All is loaded before the first of them is evaluated.
  const { timings } = required(measured[0], "measurement").clean;
  const evaluateMs = measured.reduce((sum, it) => sum + it.evaluateMs, 0);
  const evaluations = measured.length * (1 + counts.corruptions.length * severities.length);
  return {
    schemaVersion: 1,
    kind: "robustness",
    model,
    dataset,
    seed,
    severities,
    ...robustnessFigures(counts, baseline?.counts),
    ...(baseline && { baseline: describeBaseline(baseline) }),
    throughput: { imagesPerSecond: (1000 * evaluations * counts.total) / evaluateMs },
    timings: { ...timings, evaluateMs, totalMs },
    config,
    environment,
  };
}

function describeBaseline({
  model,
  file,
  counts,
}: Baseline): NonNullable<RobustnessResult["baseline"]> {
  const { clean, meanError } = robustnessFigures(counts);
  const { corruptions } = counts;
  return { model, ...(file !== undefined && { file }), clean, meanError, corruptions };
}
