import { printable, shorten } from "@evalpool/errors";
import {
  corruptionText,
  type ComparedResult,
  type Comparison,
  type OtherName,
} from "@evalpool/evaluate";
import { nameClasses } from "@evalpool/metrics";
import { cutTo } from "../terminal/columns.js";
import { wrap } from "../terminal/entry.js";
import { formatCount, formatInteger } from "../terminal/numbers.js";
import { plain, type Paint } from "../terminal/paint.js";
import { ComparisonLines } from "./comparison-lines.js";
import { formatPairs } from "./format-pairs.js";

/** Of more classes, those whose F1 differs most are told. */
const MOST_CLASSES = 20;

/** A comparison for people: lines that fit 80 columns, and narrower terminals from 40 on. */
export function formatComparison(
  comparison: Comparison,
  columns = 80,
  paint: Paint = plain,
): string {
  const { dataset, total, a, b } = comparison;
  const lines = new ComparisonLines(columns, paint);
  const { name, split, corruption } = dataset;
  const told = [
    `${shorten(name)} ${shorten(split)}`,
    ...(corruption ? [shorten(corruptionText(corruption))] : []),
    formatCount(total, "image"),
  ].join(", ");
  return [
    ...wrap(printable(`A  ${describe(a)}`), columns),
    ...wrap(printable(`B  ${describe(b)}`), columns),
    "",
    ...wrap(printable(told), columns),
    ...formatOtherNames(comparison.otherNames, columns),
    "",
    ...formatFigures(comparison, lines),
    ...formatClasses(comparison, lines),
    "",
    ...formatPairs(comparison, lines),
    "",
  ].join("\n");
}

function formatFigures({ a, b, difference }: Comparison, lines: ComparisonLines): string[] {
  const scores = [
    { name: "accuracy", key: "accuracy" },
    { name: "macro F1", key: "macroF1" },
    { name: "top 3", key: "top3Accuracy" },
    { name: "log-loss", key: "negativeLogLikelihood", isLoss: true },
    { name: "Brier score", key: "brierScore", isLoss: true },
    { name: ["calibration error", "ECE"], key: "calibrationError", isLoss: true },
  ] as const;
  const interval = (end: "low" | "high"): string[] =>
    [a, b].map(({ accuracyInterval }) => accuracyInterval[end].toFixed(4));
  const speeds = [a, b].map(({ imagesPerSecond: speed }) =>
    speed === undefined ? "-" : formatInteger(speed),
  );
  return [
    lines.line("", "A", "B", "B - A"),
    ...scores.map(({ key, ...score }) =>
      lines.score({ ...score, a: a[key], b: b[key], difference: difference[key] }),
    ),
    lines.line(["accuracy, 95 % from", "95 % from"], ...interval("low")),
    lines.line(["                 to", "       to"], ...interval("high")),
    lines.line("images/s", ...speeds),
  ];
}

function formatOtherNames(
  [first, ...others]: readonly OtherName[] = [],
  columns: number,
): string[] {
  if (first === undefined) return [];
  const { label, a, b } = first;
  const [inA, inB] = [a, b].map((name) => (name === "" ? "nothing" : shorten(name, 40)));
  const more = others.length === 0 ? "" : `, and so with ${formatInteger(others.length)} more`;
  const told = `class names differ: ${label} is ${inA} in A, ${inB} in B${more}; those of A are shown`;
  return wrap(printable(told), columns);
}

function formatClasses(
  { dataset, a, b, difference }: Comparison,
  lines: ComparisonLines,
): string[] {
  const names = nameClasses(a.f1.length, dataset.classNames, {
    // It stands two columns in, and apart from the cells.
    cut: (name) => cutTo(name, lines.nameWidth - 3),
  });
  const all = [...a.f1.keys()];
  const by = (label: number): number => Math.abs(difference.f1[label] ?? 0);
  const isAll = all.length <= MOST_CLASSES;
  const shown = isAll ? all : all.sort((i, j) => by(j) - by(i)).slice(0, MOST_CLASSES);
  const told = isAll ? "" : `, ${shown.length} of ${all.length} that differ most; --json has all`;
  return [
    ...wrap(`F1 by class${told}`, lines.columns),
    ...shown.map((label) =>
      lines.score({
        name: `  ${names[label]}`,
        a: a.f1[label],
        b: b.f1[label],
        difference: difference.f1[label],
      }),
    ),
  ];
}

function describe({ file, model, correct }: ComparedResult): string {
  const { name } = model.runtime ?? { name: "own" };
  const own = model.checkpoint ? `weights ${shorten(model.checkpoint.file)}` : "own weights";
  const from = name === "own" ? own : shorten(name);
  const of = file === model.id ? "" : `${file}: `;
  return `${of}${shorten(model.id)}, ${from}, ${formatInteger(correct)} correct`;
}
