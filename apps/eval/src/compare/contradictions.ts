import { shorten } from "@evalpool/errors";
import {
  matrixFigures,
  MOST_SURPRISE,
  type MatrixFigures,
  type ProbabilityFigures,
} from "@evalpool/metrics";
import { probabilityFigures } from "./probability-figures.js";
import type { ParsedResult } from "./result-schema.js";

/** Figures are float64 computed in some order, and may have been printed with fewer digits. */
const TOLERANCE = 1e-9;

/**
 * What a result says twice, and differently: all that follows from its confusion matrix, and from
 * its other counts, is computed again.
 *
 * @returns a line for each: field, expected, got
 */
export function contradictions(result: ParsedResult): string[] {
  const { dataset } = result;
  const figures = matrixFigures(result.confusionMatrix);
  const { total } = figures;
  const perClass = figures.perClass.map((scores) => ({ illDefined: undefined, ...scores }));
  return [
    ...differences("", { ...figures, perClass }, result),
    ...nameProblems(result),
    ...probabilityProblems(result, figures),
    ...difference(
      "throughput.imagesPerSecond",
      (1000 * total) / result.timings.evaluateMs,
      result.throughput.imagesPerSecond,
    ),
    ...outside("total", total, dataset.images),
  ];
}

/** Each class has the name that the data set has for it, or none. */
function nameProblems({ dataset, perClass }: ParsedResult): string[] {
  return perClass.flatMap(({ name }, label) =>
    differences(`perClass.${label}.name`, dataset.classNames?.[label], name),
  );
}

function probabilityProblems(
  result: ParsedResult,
  { total, correct, accuracy }: MatrixFigures,
): string[] {
  const known = probabilityFigures(result);
  if (known === undefined) return [];
  const { topKAccuracy, reliabilityBins } = known;
  return [
    ...differences("topKAccuracy", topK(topKAccuracy, result, accuracy), topKAccuracy),
    ...difference("top3Accuracy", topKAccuracy[2] ?? 1, known.top3Accuracy),
    ...outside("negativeLogLikelihood", known.negativeLogLikelihood, MOST_SURPRISE),
    ...outside("brierScore", known.brierScore, 2),
    ...binProblems(reliabilityBins, total, correct),
    ...difference("calibrationError", calibrationError(reliabilityBins), known.calibrationError),
  ];
}

/** The nearest that so many images can have: one for each class, rising from the accuracy to 1. */
function topK(
  topKAccuracy: readonly number[],
  { confusionMatrix, total }: ParsedResult,
  accuracy: number,
): readonly number[] {
  let least = accuracy;
  return confusionMatrix.map((_, k) => {
    if (k > 0) least = Math.max(least, Math.round((topKAccuracy[k] ?? 0) * total) / total);
    return k === confusionMatrix.length - 1 ? 1 : Math.min(least, 1);
  });
}

type Bins = ProbabilityFigures["reliabilityBins"];

function binProblems(bins: Bins, total: number, correct: number): string[] {
  const problems = bins.flatMap((bin, i) =>
    binProblem(bin, `reliabilityBins.${i}`, i, bins.length),
  );
  if (problems.length > 0) return problems;
  const images = bins.reduce((sum, bin) => sum + bin.images, 0);
  const hits = bins.reduce((sum, bin) => sum + Math.round((bin.accuracy ?? 0) * bin.images), 0);
  if (images === total && hits === correct) return [];
  const counts = `expected ${correct} of ${total} images correct, as in confusionMatrix`;
  return [`reliabilityBins: ${counts}, got ${hits} of ${images}`];
}

function binProblem(bin: Bins[number], where: string, i: number, bins: number): string[] {
  const { images, accuracy, confidence } = bin;
  const [from, to] = [i / bins, (i + 1) / bins];
  const edges = differences(where, { from, to }, bin);
  if (images === 0) {
    return [...edges, ...differences(where, { accuracy: null, confidence: null }, bin)];
  }
  if (accuracy === null || confidence === null) {
    return [...edges, `${where}: expected accuracy and confidence of ${images} images, got null`];
  }
  return [
    ...edges,
    ...outside(`${where}.accuracy`, accuracy, 1),
    ...difference(`${where}.accuracy`, Math.round(accuracy * images) / images, accuracy),
    ...outside(`${where}.confidence`, confidence, to, from),
  ];
}

/** Σ images · |accuracy - confidence| ÷ all images */
function calibrationError(bins: Bins): number {
  let images = 0;
  let gaps = 0;
  for (const bin of bins) {
    images += bin.images;
    gaps += bin.images * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0));
  }
  return gaps / images;
}

/** Whatever of `expected`, a value or the values in it, is otherwise in `got`. */
function differences(where: string, expected: unknown, got: unknown): string[] {
  if (typeof expected === "number" && typeof got === "number") {
    return difference(where, expected, got);
  }
  if (!isComposed(expected) || !isComposed(got)) {
    return expected === got ? [] : [`${where}: expected ${show(expected)}, got ${show(got)}`];
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length !== got.length) {
    return [`${where}: expected ${expected.length} of them, got ${got.length}`];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(where === "" ? key : `${where}.${key}`, value, got[key]),
  );
}

function isComposed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : shorten(JSON.stringify(value));
}

function difference(where: string, expected: number, got: number): string[] {
  const areCounts = Number.isInteger(expected) && Number.isInteger(got);
  const isNear = Math.abs(got - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
  if (got === expected || (isNear && !areCounts)) return [];
  return [`${where}: expected ${expected}, got ${got}`];
}

function outside(where: string, got: number, most: number, least = 0): string[] {
  if (got >= least - TOLERANCE && got <= most + TOLERANCE) return [];
  return [`${where}: expected ${least} to ${most}, got ${got}`];
}
