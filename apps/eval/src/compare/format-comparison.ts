import { printable, shorten } from "@evalpool/errors";
import { formatInteger } from "../terminal/numbers.js";
import type { ComparedResult, Comparison, PairedTest } from "./compare-results.js";

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
  const f1 = a.f1.map((left, label) =>
    score(`  ${label}`, left, b.f1[label] ?? NaN, difference.f1[label] ?? NaN),
  );
  return [
    printable(`A  ${describe(a)}`),
    printable(`B  ${describe(b)}`),
    "",
    printable(`${shorten(dataset.name)} ${shorten(dataset.split)}, ${formatInteger(total)} images`),
    "",
    line("", "A", "B", "B - A"),
    ...scores.map(([name, key]) => score(name, a[key], b[key], difference[key])),
    line("accuracy, 95 % from", a.accuracyInterval.low, b.accuracyInterval.low),
    line("                 to", a.accuracyInterval.high, b.accuracyInterval.high),
    line("images/s", formatInteger(a.imagesPerSecond), formatInteger(b.imagesPerSecond)),
    "F1 by class",
    ...f1,
    "",
    ...(mcNemar ? formatTest(mcNemar) : ["give --samples A.jsonl B.jsonl for McNemar's test"]),
    "",
  ].join("\n");
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
  return name.padEnd(20) + texts.map((text) => text.padStart(12)).join("");
}
