import { printable } from "@evalpool/errors";
import { entry, wrap } from "../terminal/entry.js";
import { formatAccuracy, formatInteger, formatSeconds } from "../terminal/numbers.js";
import type { Paint } from "../terminal/paint.js";
import { layOutTable, type Column } from "../terminal/table.js";
import { countOutcomes, verdictOf } from "./outcome-text.js";
import type { EvaluationOutcome, SuiteResult } from "./suite.js";

/** A suite for people: a line for each evaluation, and how many held. */
export function formatSuite(suite: SuiteResult, columns: number, paint: Paint): string {
  const { evaluations, totalMs } = suite;
  const cells = (of: (outcome: EvaluationOutcome) => string): string[] =>
    evaluations.map((outcome) => printable(of(outcome)));
  const figures = (of: (result: NonNullable<EvaluationOutcome["result"]>) => string): string[] =>
    cells(({ result }) => (result === undefined ? "-" : of(result)));
  const right = { align: "right" } as const;
  const all: Column[] = [
    { title: "model", cells: cells(({ model }) => model), wraps: true, rank: 0 },
    { title: "data", cells: cells(({ data }) => data), wraps: true, rank: 1 },
    { title: "images", cells: figures(({ total }) => formatInteger(total)), ...right, rank: 4 },
    { title: "accuracy", cells: figures((it) => formatAccuracy(it.accuracy)), ...right, rank: 2 },
    { title: "gates", cells: cells(verdictOf), rank: 3 },
  ];
  const { lines } = layOutTable(all, columns, (line, row) =>
    (evaluations[row]?.exitCode ?? 0) === 0 ? line : paint("worst", line),
  );
  const summary = [
    ...wrap(countOutcomes(suite), columns),
    ...entry("time", [formatSeconds(totalMs)], columns),
  ];
  return [...lines, "", ...summary, ""].join("\n");
}
