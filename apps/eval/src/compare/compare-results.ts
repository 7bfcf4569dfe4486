import { DataError, shorten } from "@evalpool/errors";
import {
  mcNemarTest,
  type Interval,
  type McNemarTest,
  type ProbabilityFigures,
} from "@evalpool/metrics";
import { probabilityFigures } from "./probability-figures.js";
import type { ParsedResult } from "./result-schema.js";
import type { Samples } from "./read-samples.js";

/** A result and, where they are given, the samples of the same run. */
export interface Compared {
  /** Without its directory. */
  readonly file: string;
  readonly result: ParsedResult;
  readonly samples?: Samples | undefined;
}

/** What only probabilities tell: absent where these are not known of both. */
type ProbabilityScores = Omit<ProbabilityFigures, "topKAccuracy" | "reliabilityBins">;

/** One of the two, or their difference. */
interface ComparedFigures extends Partial<ProbabilityScores> {
  readonly accuracy: number;
  readonly macroF1: number;
  readonly imagesPerSecond: number;
  /** `[label]` */
  readonly f1: readonly number[];
}

export interface ComparedResult extends ComparedFigures {
  readonly file: string;
  readonly model: ParsedResult["model"];
  readonly correct: number;
  readonly accuracyInterval: Interval;
}

/** On how many images which of the two is right, and what that says. */
export interface PairedTest extends McNemarTest {
  readonly bothRight: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly bothWrong: number;
}

/** A class that the two results call otherwise. */
export interface OtherName {
  readonly label: number;
  readonly a: string;
  readonly b: string;
}

/** Two results on the same images, side by side; `compare --json` prints it as it is. */
export interface Comparison {
  /** With the names of classes of a, else those of b. */
  readonly dataset: ParsedResult["dataset"];
  /** Where both name classes, and not alike. Labels are the same, and so figures are of the same images. */
  readonly otherNames?: readonly OtherName[];
  readonly total: number;
  readonly a: ComparedResult;
  readonly b: ComparedResult;
  /** b - a */
  readonly difference: ComparedFigures;
  /** Where the samples of both are given. */
  readonly mcNemar?: PairedTest;
}

/** @throws {DataError} when the two are not of the same images and classes */
export function compareResults(a: Compared, b: Compared): Comparison {
  requireSameImages(a, b);
  const [left, right] = [resultOf(a), resultOf(b)];
  const minus = (name: "accuracy" | "macroF1" | "imagesPerSecond"): number =>
    right[name] - left[name];
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
      imagesPerSecond: minus("imagesPerSecond"),
      f1: right.f1.map((f1, label) => f1 - (left.f1[label] ?? NaN)),
    },
    ...(a.samples && b.samples && { mcNemar: testPairs(a.samples, b.samples, b.file) }),
  };
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
    imagesPerSecond: result.throughput.imagesPerSecond,
    f1: result.perClass.map(({ f1 }) => f1),
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

function requireSameImages({ file, result: a }: Compared, other: Compared): void {
  const b = other.result;
  const differ = (what: string, left: string | number, right: string | number): void => {
    if (left === right) return;
    const expected = `${what} ${shorten(`${left}`)}, as ${file} has`;
    throw new DataError(other.file, `expected ${expected}, got ${shorten(`${right}`)}`);
  };
  differ("data set", a.dataset.name, b.dataset.name);
  differ("split", a.dataset.split, b.dataset.split);
  differ("images of SHA-256", a.dataset.sha256, b.dataset.sha256);
  differ("labels of SHA-256", a.dataset.labelsSha256, b.dataset.labelsSha256);
  differ("images", corruptionOf(a), corruptionOf(b));
  differ("a total of images of", a.total, b.total);
  differ("a number of classes of", a.perClass.length, b.perClass.length);
}

/** What was done to the images. */
function corruptionOf({ dataset: { corruption } }: ParsedResult): string {
  if (corruption === undefined) return "as they are";
  return `corrupted by ${corruption.name}:${corruption.severity}, seed ${corruption.seed}`;
}

function testPairs(a: Samples, b: Samples, file: string): PairedTest {
  const counts = { bothRight: 0, onlyA: 0, onlyB: 0, bothWrong: 0 };
  for (const [i, label] of a.labels.entries()) {
    if (b.labels[i] !== label) {
      const labels = `label ${label}, as the other samples have, got ${b.labels[i]}`;
      throw new DataError(file, `samples, index ${i}: expected ${labels}`);
    }
    const isRightA = a.predictions[i] === label;
    const isRightB = b.predictions[i] === label;
    if (isRightA) counts[isRightB ? "bothRight" : "onlyA"] += 1;
    else counts[isRightB ? "onlyB" : "bothWrong"] += 1;
  }
  return { ...counts, ...mcNemarTest(counts.onlyA, counts.onlyB) };
}
