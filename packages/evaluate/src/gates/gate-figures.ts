import { required } from "@evalpool/errors";
import type { ScoredResult } from "../result.js";
import { wasRun } from "../was-run.js";
import { classesOf, classOf, rankOf } from "./class-of.js";
import type { Absent, FigureIndex } from "./gate.js";

/** What a bound of a figure may be. */
export type Range = "share" | "score" | "surprise" | "count" | "amount";

/** A figure that a gate can be set on. */
interface GateFigure {
  /** 0 to 1, 0 to 2, 0 to what log-loss is at most, a whole number, or any number from 0 on. */
  readonly range: Range;
  /** What its brackets hold (default: classes). */
  readonly index?: "rank";
  readonly read: (result: ScoredResult, at: readonly FigureIndex[]) => number | Absent;
}

const averages = ["macro", "micro", "weighted"] as const;
const scores = ["precision", "recall", "f1"] as const;

/** By name, with `[]` for each class that a figure is of. */
export const gateFigures: ReadonlyMap<string, GateFigure> = new Map<string, GateFigure>([
  ["accuracy", of("share", ({ accuracy }) => accuracy)],
  ["accuracy.low", of("share", ({ accuracyInterval }) => accuracyInterval.low)],
  ["accuracy.high", of("share", ({ accuracyInterval }) => accuracyInterval.high)],
  ["correct", of("count", ({ correct }) => correct)],
  ["total", of("count", ({ total }) => total)],
  ...averages.flatMap((average) =>
    scores.map((score): [string, GateFigure] => [
      `${average}.${score}`,
      of("share", (result) => result[average][score]),
    ]),
  ),
  ...scores.map((score): [string, GateFigure] => [
    `${score}[]`,
    of("share", (result, [at]) => scoreOf(result, score, at)),
  ]),
  ["support[]", of("count", (result, [at]) => ofClass(result, at, ({ support }) => support))],
  ["confusions[][]", of("count", confusionsOf)],
  ["topK[]", { range: "share", index: "rank", read: (result, [k]) => topK(result, Number(k)) }],
  ["logLoss", of("surprise", (result) => result.negativeLogLikelihood ?? UNKNOWN)],
  ["brier", of("score", (result) => result.brierScore ?? UNKNOWN)],
  ["ece", of("share", (result) => result.calibrationError ?? UNKNOWN)],
  ["parameters", of("count", ({ model }) => model.parameters ?? NOT_COUNTED)],
  [
    "throughput.imagesPerSecond",
    of(
      "amount",
      measured(({ throughput }) => throughput.imagesPerSecond),
    ),
  ],
  [
    "timings.loadMs",
    of(
      "amount",
      ofOneRun(({ timings }) => timings.loadMs),
    ),
  ],
  [
    "timings.poolStartMs",
    of(
      "amount",
      ofOneRun(({ timings }) => timings.poolStartMs),
    ),
  ],
  [
    "timings.evaluateMs",
    of(
      "amount",
      measured(({ timings }) => timings.evaluateMs),
    ),
  ],
  ["timings.totalMs", of("amount", ({ timings }) => timings.totalMs)],
]);

/** Other names of figures: those of the JSON, and those that the field has. */
export const figureAliases: ReadonlyMap<string, string> = new Map([
  ["accuracyInterval.low", "accuracy.low"],
  ["accuracyInterval.high", "accuracy.high"],
  ["negativeLogLikelihood", "logLoss"],
  ["log-loss", "logLoss"],
  ["nll", "logLoss"],
  ["brierScore", "brier"],
  ["calibrationError", "ece"],
  ["confusionMatrix[][]", "confusions[][]"],
  ["model.parameters", "parameters"],
  ["imagesPerSecond", "throughput.imagesPerSecond"],
  ...[...scores, "support"].map((name): [string, string] => [`perClass[].${name}`, `${name}[]`]),
]);

const UNKNOWN: Absent = { absent: "there are predictions without probabilities, which tell it" };
const NO_IMAGES: Absent = { absent: "the class has no images" };
const NOT_COUNTED: Absent = { absent: "another program has the weights" };
const NOT_RUN: Absent = { absent: "predictions were read, and nothing was run" };
const OF_PARTS: Absent = { absent: "it was merged from parts, which were loaded one by one" };

function of(range: Range, read: GateFigure["read"]): GateFigure {
  return { range, read };
}

/** A figure of the speed at which images were evaluated. */
function measured(read: (result: ScoredResult) => number): GateFigure["read"] {
  return (result) => (wasRun(result.model) ? read(result) : NOT_RUN);
}

/** A time that sums over parts do not have. */
function ofOneRun(read: (result: ScoredResult) => number): GateFigure["read"] {
  return (result) => {
    // The workers of a queue are waited for, and all times are measured by who waits.
    const isMerged = result.machines?.some(({ worker }) => worker === undefined) ?? false;
    return isMerged ? OF_PARTS : read(result);
  };
}

type ClassFigures = ScoredResult["perClass"][number];

function ofClass(
  result: ScoredResult,
  at: FigureIndex | undefined,
  read: (figures: ClassFigures) => number | Absent,
): number | Absent {
  const label = classOf(classesOf(result), required(at, "class"));
  return typeof label === "number" ? read(required(result.perClass[label], "class")) : label;
}

/** 0 ÷ 0 counts as 0 in averages; by itself it is no figure. */
function scoreOf(
  result: ScoredResult,
  score: (typeof scores)[number],
  at: FigureIndex | undefined,
): number | Absent {
  return ofClass(result, at, ({ illDefined, support, ...figures }) => {
    if (!illDefined?.includes(score)) return figures[score];
    return support === 0 ? NO_IMAGES : { absent: "nothing was read as the class" };
  });
}

/** Of no images none is confused: a count of 0 would hold for want of them. */
function confusionsOf(result: ScoredResult, at: readonly FigureIndex[]): number | Absent {
  const [label, prediction] = at.map((one) => classOf(classesOf(result), one));
  if (typeof label !== "number") return required(label, "label");
  if (typeof prediction !== "number") return required(prediction, "prediction");
  if (required(result.perClass[label], "class").support === 0) return NO_IMAGES;
  return required(result.confusionMatrix[label]?.[prediction], "cell");
}

function topK(result: ScoredResult, k: number): number | Absent {
  const { topKAccuracy } = result;
  if (topKAccuracy === undefined) return UNKNOWN;
  const rank = rankOf(classesOf(result), k);
  return typeof rank === "number" ? required(topKAccuracy[rank - 1], "rank") : rank;
}
