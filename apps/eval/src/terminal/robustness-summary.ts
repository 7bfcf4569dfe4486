import { printable } from "@evalpool/errors";
import type { RobustnessResult } from "@evalpool/evaluate";
import { entry, wrap } from "./entry.js";
import { formatAccuracy, formatCount, formatInteger } from "./numbers.js";
import type { Paint } from "./paint.js";
import { formatRun } from "./run-facts.js";
import { layOutTable, type Column } from "./table.js";

/** Severities in the order in which they stay where there is no room: MNIST-C's own, then the ends. */
const STAYS: readonly number[] = [3, 5, 1, 4, 2];

/** A measurement for people: lines that fit 80 columns, and narrower terminals from 40 on. */
export function summarizeRobustness(
  result: RobustnessResult,
  columns: number,
  paint: Paint,
): string {
  return [
    ...formatFigures(result, columns),
    "",
    ...wrap("accuracy by corruption and severity", columns),
    ...formatTable(result, columns, paint),
    "",
    ...formatRun(result, columns),
    "",
  ].join("\n");
}

function formatFigures(result: RobustnessResult, columns: number): string[] {
  const { clean, meanError, corruptions, severities, total, baseline } = result;
  const of = `${formatCount(corruptions.length, "corruption")}, ${severities.length === 1 ? "severity" : "severities"} ${severities.join(", ")}`;
  const counted = `${formatInteger(clean.correct)} of ${formatInteger(total)} correct`;
  const rest =
    baseline === undefined
      ? [["", ["not held against a baseline's: see --baseline"]] as const]
      : comparison(result, baseline);
  return [
    ["clean", [formatAccuracy(clean.accuracy), counted]] as const,
    ["corrupted", [formatAccuracy(1 - meanError), `mean of ${of}`]] as const,
    ["error", [formatAccuracy(meanError), "mean of 1 - accuracy"]] as const,
    ...rest,
  ].flatMap(([key, parts]) => entry(key, parts.map(printable), columns));
}

function comparison(
  { meanCorruptionError, relativeMeanCorruptionError }: RobustnessResult,
  { model, file, meanError }: NonNullable<RobustnessResult["baseline"]>,
): (readonly [key: string, parts: string[]])[] {
  const from = file === undefined ? "" : ` in ${file}`;
  return [
    ["baseline", [formatAccuracy(meanError), `mean error of ${model.id}${from}`]],
    ["mCE", [ratio(meanCorruptionError), "mean of errors ÷ the baseline's, by corruption"]],
    ["relative", [ratio(relativeMeanCorruptionError), "the same of errors beyond those on clean"]],
  ];
}

/** `null` is of a baseline without errors: nothing can be divided by them. */
function ratio(value: number | null | undefined): string {
  return value === undefined || value === null ? "n/a" : value.toFixed(4);
}

function formatTable(
  { corruptions, severities, baseline, meanError }: RobustnessResult,
  columns: number,
  paint: Paint,
): string[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const worst = Math.min(...corruptions.map(({ meanAccuracy }) => meanAccuracy));
  const numbers = (title: string, rank: number, cells: readonly string[]): Column => {
    return { title, cells, align: "right", rank };
  };
  const all: Column[] = [
    { title: "", cells: [...corruptions.map(({ name }) => name), "mean"], rank: 0 },
    ...severities.map((severity, s) => {
      const accuracies = corruptions.map(({ accuracy }) => accuracy[s] ?? NaN);
      const cells = [...accuracies, mean(accuracies)].map(formatAccuracy);
      return numbers(String(severity), STAYS.indexOf(severity) + 2, cells);
    }),
    numbers("mean", 0, [
      ...corruptions.map(({ meanAccuracy }) => formatAccuracy(meanAccuracy)),
      formatAccuracy(1 - meanError),
    ]),
    ...(baseline
      ? [
          numbers(
            "CE",
            1,
            corruptions.map((it) => ratio(it.corruptionError)),
          ),
        ]
      : []),
  ];
  const { lines, leftOut } = layOutTable(all, columns, (line, row) =>
    corruptions[row]?.meanAccuracy === worst ? paint("worst", line) : line,
  );
  const lack = `wider than this terminal: severity ${leftOut.join(", ")} left out`;
  return [...lines, ...(leftOut.length > 0 ? wrap(lack, columns) : [])];
}
