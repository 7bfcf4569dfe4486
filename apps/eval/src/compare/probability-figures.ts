import type { ProbabilityFigures } from "@evalpool/metrics";

type Known = { readonly [Name in keyof ProbabilityFigures]?: ProbabilityFigures[Name] | undefined };

/** What only probabilities tell of a result; undefined where these, or any of it, are not known. */
export function probabilityFigures(result: Known): ProbabilityFigures | undefined {
  const { top3Accuracy, topKAccuracy, negativeLogLikelihood } = result;
  const { brierScore, calibrationError, reliabilityBins } = result;
  if (top3Accuracy === undefined || topKAccuracy === undefined) return undefined;
  if (negativeLogLikelihood === undefined || brierScore === undefined) return undefined;
  if (calibrationError === undefined || reliabilityBins === undefined) return undefined;
  return {
    top3Accuracy,
    topKAccuracy,
    negativeLogLikelihood,
    brierScore,
    calibrationError,
    reliabilityBins,
  };
}

const names = [
  "top3Accuracy",
  "topKAccuracy",
  "negativeLogLikelihood",
  "brierScore",
  "calibrationError",
  "reliabilityBins",
] as const satisfies (keyof ProbabilityFigures)[];

/** The names of those that are absent though others are there: a result has all of them or none. */
export function missingFigures(result: Known): readonly string[] {
  const missing = names.filter((name) => result[name] === undefined);
  return missing.length === names.length ? [] : missing;
}
