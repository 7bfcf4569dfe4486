import { callback, objectWith, requireArgument } from "@evalpool/errors";
import type { ComparisonInput } from "./comparison/render-comparison.js";
import type { ReportInput } from "./render-report.js";
import type { RobustnessInput } from "./render-robustness.js";

export { collectSamples, type SampleCollector } from "./collect-samples.js";
export type { ComparisonInput } from "./comparison/render-comparison.js";
export type { ReportInput } from "./render-report.js";
export type { RobustnessInput } from "./render-robustness.js";
export type { ReadImages } from "./sprite.js";

const parts = objectWith("{ result, collected, images }", "result", "collected");
const robustnessParts = objectWith("{ result, pictures }", "result", "pictures");
const comparisonParts = objectWith("{ comparison }", "comparison");
const aComparison = objectWith(
  "a comparison, as evalpool compare --json writes",
  "dataset",
  "a",
  "b",
  "difference",
);

/** The report as one HTML page that needs nothing else, and may not reach for it. */
export async function renderReport(input: ReportInput): Promise<string> {
  requireArgument("renderReport", parts, input);
  requireArgument("renderReport: images", callback, input.images);
  // Loaded when there is something to draw, for it takes longer than a small evaluation.
  const { renderReport } = await import("./render-report.js");
  return renderReport(input);
}

/** A measurement of robustness as one such page. */
export async function renderRobustness(input: RobustnessInput): Promise<string> {
  requireArgument("renderRobustness", robustnessParts, input);
  const { renderRobustness } = await import("./render-robustness.js");
  return renderRobustness(input);
}

/** Two results side by side as one such page. */
export async function renderComparison(input: ComparisonInput): Promise<string> {
  requireArgument("renderComparison", comparisonParts, input);
  requireArgument("renderComparison: comparison", aComparison, input.comparison);
  const { images } = input;
  if (images !== undefined) requireArgument("renderComparison: images", callback, images);
  const { renderComparison } = await import("./comparison/render-comparison.js");
  return renderComparison(input);
}
