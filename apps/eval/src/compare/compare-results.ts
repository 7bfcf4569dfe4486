import { DataError } from "@evalpool/errors";
import {
  wasRun,
  type ComparedResult,
  type Comparison,
  type OtherName,
  type ShardRange,
} from "@evalpool/evaluate";
import type { ProbabilityFigures } from "@evalpool/metrics";
import { comparePredictions, type Samples } from "./compare-predictions.js";
import { probabilityFigures } from "./probability-figures.js";
import type { ParsedResult } from "./result-schema.js";
import { requireSameImages } from "./same-images.js";

/** A result and, where they are known, the predictions that it counts. */
export interface Compared {
  /** Its file, without the directory, or the model's id. */
  readonly file: string;
  readonly result: ParsedResult;
  /** The images that it counts. */
  readonly ranges: readonly ShardRange[];
  readonly samples?: Samples | undefined;
}

type ProbabilityScores = Omit<ProbabilityFigures, "topKAccuracy" | "reliabilityBins">;

/** @throws {DataError} when the two are not of the same images and classes */
export function compareResults(a: Compared, b: Compared): Comparison {
  requireComparable(a, b);
  const [left, right] = [resultOf(a), resultOf(b)];
  const minus = (name: "accuracy" | "macroF1"): number => right[name] - left[name];
  const { dataset } = a.result;
  const classNames = dataset.classNames ?? b.result.dataset.classNames;
  const otherNames = namedOtherwise(dataset, b.result.dataset);
  return {
    dataset: { ...dataset, ...(classNames && { classNames }) },
    ...(otherNames.length > 0 && { otherNames }),
    total: a.result.total,
    a: left,
    b: right,
    difference: {
      accuracy: minus("accuracy"),
      macroF1: minus("macroF1"),
      ...scoreDifferences(left, right),
      ...(left.imagesPerSecond !== undefined &&
        right.imagesPerSecond !== undefined && {
          imagesPerSecond: right.imagesPerSecond - left.imagesPerSecond,
        }),
      f1: right.f1.map((f1, label) => f1 - (left.f1[label] ?? NaN)),
    },
    ...(a.samples && b.samples && comparePredictions(a.samples, b.samples, a.ranges, b.file)),
  };
}

function requireComparable(a: Compared, b: Compared): void {
  const counted = ({ file, result, ranges }: Compared) => ({
    file,
    dataset: result.dataset,
    ranges,
  });
  requireSameImages(counted(a), counted(b));
  const [expected, got] = [classesOf(a), classesOf(b)];
  if (expected === got) return;
  const classes = `a number of classes of ${expected}, as ${a.file} has`;
  const [fewer, most] = expected < got ? [a, got] : [b, expected];
  // What was predicted, without probabilities, does not say which classes there are.
  const isOpen = probabilityFigures(fewer.result) === undefined;
  const advice = `; eval --class-names with names for all ${most} counts them in ${fewer.file} too`;
  throw new DataError(b.file, `expected ${classes}, got ${got}${isOpen ? advice : ""}`);
}

function classesOf({ result }: Compared): number {
  return result.perClass.length;
}

function namedOtherwise(
  { classNames: a }: ParsedResult["dataset"],
  { classNames: b }: ParsedResult["dataset"],
): OtherName[] {
  if (a === undefined || b === undefined) return [];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, label) => ({
    label,
    a: a[label] ?? "",
    b: b[label] ?? "",
  })).filter((names) => names.a !== names.b);
}

function resultOf({ file, result }: Compared): ComparedResult {
  const known = probabilityFigures(result);
  return {
    file,
    model: result.model,
    correct: result.correct,
    accuracy: result.accuracy,
    accuracyInterval: result.accuracyInterval,
    macroF1: result.macro.f1,
    ...(known && scoresOf(known)),
    ...(wasRun(result.model) && { imagesPerSecond: result.throughput.imagesPerSecond }),
    f1: result.perClass.map(({ f1 }) => f1),
    confusionMatrix: result.confusionMatrix,
  };
}

function scoresOf(figures: ProbabilityScores): ProbabilityScores {
  const { top3Accuracy, negativeLogLikelihood, brierScore, calibrationError } = figures;
  return { top3Accuracy, negativeLogLikelihood, brierScore, calibrationError };
}

function scoreDifferences(a: ComparedResult, b: ComparedResult): Partial<ProbabilityScores> {
  const names = [
    "top3Accuracy",
    "negativeLogLikelihood",
    "brierScore",
    "calibrationError",
  ] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const [left, right] = [a[name], b[name]];
      return left === undefined || right === undefined ? [] : [[name, right - left]];
    }),
  );
}
