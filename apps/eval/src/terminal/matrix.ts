import { nameClasses, worstConfusions, type Confusion } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { cutTo, fillEnd, fillStart, widest, widthOf } from "./columns.js";
import { listEntry, wrap } from "./entry.js";
import { formatInteger } from "./numbers.js";
import type { Paint } from "./paint.js";

/** A matrix of more classes is a picture to look at, not a table to read. */
const MOST_CLASSES = 12;
/** Confusions that are told below the matrix, and in its place. */
const CONFUSIONS = { few: 5, many: 10 } as const;
/** Columns for the name of a row; with less the labels have to do. */
const ROW = { least: 4, named: 8, most: 24 } as const;
const LONGEST_NAME = 32;

type Matrix = readonly (readonly number[])[];

/** The confusion matrix, where it is of few classes and fits, and its worst confusions by name. */
export function formatMatrix(
  { confusionMatrix, dataset }: Pick<ScoredResult, "confusionMatrix" | "dataset">,
  columns: number,
  paint: Paint,
): string[] {
  const { classNames } = dataset;
  const isLarge = confusionMatrix.length > MOST_CLASSES;
  const worst = worstConfusions(confusionMatrix, CONFUSIONS[isLarge ? "many" : "few"]);
  if (isLarge) {
    const told = wrap(leaveOut(`of ${formatInteger(confusionMatrix.length)} classes`), columns);
    return [...told, "", ...worstTable(confusionMatrix, worst, classNames, columns)];
  }
  const table = drawTable(confusionMatrix, worst, classNames, columns, paint);
  return [
    ...(table
      ? [...wrap("confusion matrix (row: label, column: prediction)", columns), ...table]
      : wrap(leaveOut("wider than this terminal"), columns)),
    "",
    ...worstList(confusionMatrix, worst, classNames, columns),
  ];
}

function leaveOut(reason: string): string {
  return `confusion matrix: ${reason}; --json and --report show it`;
}

type Names = readonly string[] | undefined;

function worstList(
  { length }: Matrix,
  worst: readonly Confusion[],
  classNames: Names,
  columns: number,
): string[] {
  const most = Math.min(LONGEST_NAME, Math.floor((columns - 30) / 2));
  const names = nameClasses(length, classNames, { cut: (name) => cutTo(name, Math.max(8, most)) });
  const told = worst.map(
    ({ label, prediction, images }) =>
      `${names[label]} read as ${names[prediction]}: ${formatInteger(images)}`,
  );
  return listEntry("worst", told.length > 0 ? told : ["none is read as another"], columns, widthOf);
}

/** Of which labels how many images, and which share of theirs, are read as what. */
function worstTable(
  matrix: Matrix,
  worst: readonly Confusion[],
  classNames: Names,
  columns: number,
): string[] {
  if (worst.length === 0) return worstList(matrix, worst, classNames, columns);
  const counts = ["images", ...worst.map(({ images }) => formatInteger(images))];
  const shares = ["share", ...worst.map(({ label, images }) => share(images, matrix[label] ?? []))];
  const [countWidth, shareWidth] = [widest(counts), widest(shares)];
  const room = Math.floor((columns - countWidth - shareWidth - 6) / 2);
  const names = nameClasses(matrix.length, classNames, {
    cut: (name) => cutTo(name, Math.min(LONGEST_NAME, Math.max(8, room))),
  });
  const labels = ["label", ...worst.map(({ label }) => names[label] ?? "")];
  const readings = ["read as", ...worst.map(({ prediction }) => names[prediction] ?? "")];
  const labelWidth = widest(labels);
  return counts.map((count, i) =>
    [
      count.padStart(countWidth),
      (shares[i] ?? "").padStart(shareWidth),
      fillEnd(labels[i] ?? "", labelWidth),
      readings[i],
    ].join("  "),
  );
}

/** Which share of a label's images they are, in percent. */
function share(images: number, counts: readonly number[]): string {
  const percent = (100 * images) / counts.reduce((sum, count) => sum + count, 0);
  return percent < 1 ? "<1 %" : `${percent < 99.5 ? Math.round(percent) : Math.floor(percent)} %`;
}

/** Undefined where it does not fit. Above the columns stand labels, beside the rows names too. */
function drawTable(
  matrix: Matrix,
  worst: readonly Confusion[],
  classNames: Names,
  columns: number,
  paint: Paint,
): string[] | undefined {
  const cellWidth = Math.max(...matrix.flat().map((n) => String(n).length), 4) + 1;
  const room = columns - matrix.length * cellWidth;
  if (room < ROW.least) return undefined;
  const names = nameClasses(matrix.length, room < ROW.named ? undefined : classNames, {
    cut: (name) => cutTo(name, Math.min(room, ROW.most)),
    isNumbered: true,
  });
  const nameWidth = Math.max(ROW.least, widest(names));
  const align = nameWidth > ROW.least ? fillEnd : fillStart;
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
      align(names[label] ?? "", nameWidth) +
      row.map((n, prediction) => cell(n, label, prediction)).join(""),
  );
  return [" ".repeat(nameWidth) + header, ...rows];
}
