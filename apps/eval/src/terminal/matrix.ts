import { worstConfusions, type Confusion } from "@evalpool/metrics";
import { listEntry, wrap } from "./entry.js";
import { formatInteger } from "./numbers.js";
import type { Paint } from "./paint.js";

/** A matrix of more classes is a picture to look at, not a table to read. */
const MOST_CLASSES = 12;
const CONFUSIONS = 5;

/** The confusion matrix, where it is of few classes and fits, and its worst confusions by name. */
export function formatMatrix(
  matrix: readonly (readonly number[])[],
  columns: number,
  paint: Paint,
): string[] {
  const worst = worstConfusions(matrix, CONFUSIONS);
  const named = worst.map(
    ({ label, prediction, images }) => `${label} read as ${prediction}: ${formatInteger(images)}`,
  );
  const table = matrix.length <= MOST_CLASSES ? drawTable(matrix, worst, paint) : undefined;
  return [
    ...(table && table.width <= columns
      ? [...wrap("confusion matrix (row: label, column: prediction)", columns), ...table.lines]
      : wrap(leaveOut(matrix.length), columns)),
    "",
    ...listEntry("worst", named.length > 0 ? named : ["none is read as another"], columns),
  ];
}

function leaveOut(classes: number): string {
  const reason = classes > MOST_CLASSES ? `of ${classes} classes` : "wider than this terminal";
  return `confusion matrix: ${reason}; --json and --report show it`;
}

function drawTable(
  matrix: readonly (readonly number[])[],
  worst: readonly Confusion[],
  paint: Paint,
): { lines: string[]; width: number } {
  const cellWidth = Math.max(...matrix.flat().map((n) => String(n).length), 4) + 1;
  const isWorst = (label: number, prediction: number): boolean =>
    worst.some((one) => one.label === label && one.prediction === prediction);
  const cell = (count: number, label: number, prediction: number): string => {
    const text = String(count).padStart(cellWidth);
    if (label === prediction) return paint("main", text);
    if (count === 0) return paint("minor", text);
    return isWorst(label, prediction) ? paint("worst", text) : text;
  };
  const header = matrix.map((_, prediction) => String(prediction).padStart(cellWidth)).join("");
  const rows = matrix.map(
    (row, label) =>
      String(label).padStart(4) + row.map((n, prediction) => cell(n, label, prediction)).join(""),
  );
  return { lines: [" ".repeat(4) + header, ...rows], width: 4 + matrix.length * cellWidth };
}
