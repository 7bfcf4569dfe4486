import type { ScoredResult } from "@evalpool/evaluate";
import { formatClasses } from "./class-table.js";
import { formatGates } from "./gates.js";
import { formatHeadline, formatScores } from "./headline.js";
import { formatMatrix } from "./matrix.js";
import { plain, type Paint } from "./paint.js";
import { formatRun } from "./run-facts.js";

export interface SummaryOptions {
  /** Width of the terminal, 80 unless told. */
  readonly columns?: number;
  readonly paint?: Paint;
}

/** An evaluation for people: lines that fit 80 columns, and narrower terminals from 40 on. */
export function summarize(result: ScoredResult, options: SummaryOptions = {}): string {
  const { columns = 80, paint = plain } = options;
  const lines = [
    ...formatHeadline(result, columns, paint),
    "",
    ...formatScores(result, columns),
    ...formatGates(result.gates, columns, paint),
    "",
    ...formatRun(result, columns),
    "",
    ...formatMatrix(result, columns, paint),
    "",
    ...formatClasses(result, columns),
    "",
  ];
  return lines.join("\n");
}
