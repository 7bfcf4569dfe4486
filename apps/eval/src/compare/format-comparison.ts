import { printable, shorten } from "@evalpool/errors";
import { nameClasses } from "@evalpool/metrics";
import { cutTo, fillEnd } from "../terminal/columns.js";
import { wrap } from "../terminal/entry.js";
import { formatInteger } from "../terminal/numbers.js";
import type { ComparedResult, Comparison, OtherName, PairedTest } from "./compare-results.js";

/** Of more classes, those whose F1 differs most are told. */
const MOST_CLASSES = 20;
/** Columns of a name: of what a line is of, and of a class, which stands two columns in. */
const NAME = 20;
const CLASS_NAME = 17;

/** A comparison for people: plain lines that fit 80 columns. */
export function formatComparison(comparison: Comparison): string {
  const { dataset, total, a, b, difference, mcNemar } = comparison;
  const scores = [
    ["accuracy", "accuracy"],
    ["macro F1", "macroF1"],
    ["top 3", "top3Accuracy"],
    ["log-loss", "negativeLogLikelihood"],
    ["Brier score", "brierScore"],
    ["calibration error", "calibrationError"],
  ] as const;
  return [
    printable(`A  ${describe(a)}`),
    printable(`B  ${describe(b)}`),
    "",
    printable(`${shorten(dataset.name)} ${shorten(dataset.split)}, ${formatInteger(total)} images`),
    ...formatOtherNames(comparison.otherNames),
    "",
    line("", "A", "B", "B - A"),
    ...scores.map(([name, key]) => score(name, a[key], b[key], difference[key])),
    line("accuracy, 95 % from", a.accuracyInterval.low, b.accuracyInterval.low),
    line("                 to", a.accuracyInterval.high, b.accuracyInterval.high),
    line("images/s", formatInteger(a.imagesPerSecond), formatInteger(b.imagesPerSecond)),
    ...formatClasses(comparison),
    "",
    ...(mcNemar ? formatTest(mcNemar) : ["give --samples A.jsonl B.jsonl for McNemar's test"]),
    "",
  ].join("\n");
}

function formatOtherNames([first, ...others]: readonly OtherName[] = []): string[] {
  if (first === undefined) return [];
  const { label, a, b } = first;
  const [inA, inB] = [a, b].map((name) => (name === "" ? "nothing" : shorten(name, 40)));
  const more = others.length === 0 ? "" : `, and so with ${formatInteger(others.length)} more`;
  const told = `class names differ: ${label} is ${inA} in A, ${inB} in B${more}; those of A are shown`;
  return wrap(printable(told), 80);
}

function formatClasses({ dataset, a, b, difference }: Comparison): string[] {
  const names = nameClasses(a.f1.length, dataset.classNames, {
    cut: (name) => cutTo(name, CLASS_NAME),
  });
  const all = [...a.f1.keys()];
  const by = (label: number): number => Math.abs(difference.f1[label] ?? 0);
  const isAll = all.length <= MOST_CLASSES;
  const shown = isAll ? all : all.sort((i, j) => by(j) - by(i)).slice(0, MOST_CLASSES);
  const told = isAll ? "" : `, ${shown.length} of ${all.length} that differ most; --json has all`;
  return [
    `F1 by class${told}`,
    ...shown.map((label) =>
      score(`  ${names[label]}`, a.f1[label], b.f1[label], difference.f1[label]),
    ),
  ];
}

function describe({ file, model, correct }: ComparedResult): string {
  const { name } = model.runtime ?? { name: "own" };
  const own = model.checkpoint ? `weights ${shorten(model.checkpoint.file)}` : "own weights";
  const from = name === "own" ? own : shorten(name);
  return `${file}: ${shorten(model.id)}, ${from}, ${formatInteger(correct)} correct`;
}

function formatTest({ bothRight, onlyA, onlyB, bothWrong, method, pValue }: PairedTest): string[] {
  return [
    "images",
    line("", "B right", "B wrong"),
    line("A right", formatInteger(bothRight), formatInteger(onlyA)),
    line("A wrong", formatInteger(onlyB), formatInteger(bothWrong)),
    "",
    `McNemar's test (${method}): p = ${pValue < 1e-4 ? pValue.toExponential(1) : pValue.toFixed(4)}`,
  ];
}

/** What is not known of one of the two has no difference. */
function score(name: string, a?: number, b?: number, difference?: number): string {
  const sign = difference === undefined || difference < 0 ? "" : "+";
  return line(name, a ?? "-", b ?? "-", sign + (difference?.toFixed(4) ?? "-"));
}

function line(name: string, ...cells: readonly (number | string)[]): string {
  const texts = cells.map((cell) => (typeof cell === "number" ? cell.toFixed(4) : cell));
  return fillEnd(name, NAME) + texts.map((text) => text.padStart(12)).join("");
}
