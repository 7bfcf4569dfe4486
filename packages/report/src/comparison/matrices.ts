import type { Comparison } from "@evalpool/evaluate";
import { STEPS } from "../colors.js";
import { integer } from "../format.js";
import { flag, html, type Html } from "../html.js";
import { signed } from "./signed.js";

/** Of more classes the matrices are of those whose cells differ most. */
const MOST_CLASSES = 60;
/** More do not fit beside each other. */
const SIDE_BY_SIDE = 12;
/** Letters that a column is wide enough for; longer names stand upright above it. */
const SHORT = 3;

type Matrix = readonly (readonly number[])[];

/** What is the same of the three. */
interface Axes {
  readonly names: readonly string[];
  /** The labels that have a row and a column, in order. */
  readonly labels: readonly number[];
}

/** The two confusion matrices and their difference, cell by cell. */
export function matricesSection({ a, b }: Comparison, names: readonly string[]): Html {
  const [left, right] = [a.confusionMatrix, b.confusionMatrix];
  const difference = left.map((row, label) =>
    row.map((images, prediction) => (right[label]?.[prediction] ?? 0) - images),
  );
  const labels = classesShown(difference);
  const axes = { names, labels };
  const isLarge = labels.length > SIDE_BY_SIDE;
  const most = largest([left, right], labels);
  const these = `Of ${integer(names.length)} classes these are the ${integer(labels.length)} whose cells differ most`;
  const few =
    labels.length === names.length ? undefined : html` ${these}; ${flag("--json")} has all.`;
  return html`<section aria-labelledby="matrices">
    <h2 id="matrices">Confusion matrices</h2>
    <p>
      Rows: what the image is. Columns: what it was read as. The difference is coloured by what it
      is of: <b class="better">for the better</b>, more right or fewer confusions, or
      <b class="worse">for the worse</b>.${few}
    </p>
    <div class="${isLarge ? "matrices" : "matrices beside"} body">
      ${panel("difference", "B − A", isLarge, table("difference", axes, changeCell(difference, labels)))}
      ${panel("of-a", "A", isLarge, table("of-a", axes, countCell(left, most)))}
      ${panel("of-b", "B", isLarge, table("of-b", axes, countCell(right, most)))}
    </div>
  </section>`;
}

/** All, or those in whose rows and columns most has changed. */
function classesShown(difference: Matrix): readonly number[] {
  const all = [...difference.keys()];
  if (all.length <= MOST_CLASSES) return all;
  const changed = new Map(all.map((label) => [label, 0]));
  for (const [label, row] of difference.entries()) {
    for (const [prediction, images] of row.entries()) {
      for (const one of [label, prediction]) {
        changed.set(one, (changed.get(one) ?? 0) + Math.abs(images));
      }
    }
  }
  const by = (label: number): number => changed.get(label) ?? 0;
  return all
    .sort((i, j) => by(j) - by(i) || i - j)
    .slice(0, MOST_CLASSES)
    .sort((i, j) => i - j);
}

function panel(id: string, title: string, isLarge: boolean, matrix: Html): Html {
  return html`<div class="panel">
    <h3 id="${id}">${title}</h3>
    ${
      isLarge
        ? // What can be scrolled must be reached by keyboard.
          html`<div
            class="window"
            tabindex="0"
            role="group"
            aria-label="Confusion matrix, ${title}"
          >
            ${matrix}
          </div>`
        : matrix
    }
  </div>`;
}

type Cell = (label: number, prediction: number) => Html;

function table(id: string, { names, labels }: Axes, cell: Cell): Html {
  const isNamed = labels.some((label) => (names[label] ?? "").length > SHORT);
  const header = (scope: "row" | "col", label: number): Html =>
    html`<th scope="${scope}" title="${names[label]}"><span>${names[label]}</span></th>`;
  return html`<table class="${isNamed ? "cells named" : "cells"}" aria-labelledby="matrices ${id}">
    <thead>
      <tr>
        <td></td>
        ${labels.map((label) => header("col", label))}
      </tr>
    </thead>
    <tbody>
      ${labels.map(
        (label) =>
          html`<tr>
            ${header("row", label)}${labels.map((prediction) => cell(label, prediction))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** By the root, so that the rare ones are seen beside the frequent. */
function step(images: number, most: number): number {
  return Math.ceil(STEPS * Math.sqrt(Math.abs(images) / most));
}

function countCell(matrix: Matrix, most: number): Cell {
  return (label, prediction) => {
    const images = matrix[label]?.[prediction] ?? 0;
    if (images === 0) return html`<td></td>`;
    const kind = label === prediction ? "hit" : `step-${step(images, most)}`;
    return html`<td class="${kind}">${images}</td>`;
  };
}

function changeCell(difference: Matrix, labels: readonly number[]): Cell {
  const most = Math.max(
    1,
    ...labels.flatMap((i) => labels.map((j) => Math.abs(difference[i]?.[j] ?? 0))),
  );
  return (label, prediction) => {
    const images = difference[label]?.[prediction] ?? 0;
    if (images === 0) return html`<td></td>`;
    const isBetter = images > 0 === (label === prediction);
    const kind = `${isBetter ? "gain" : "step"}-${step(images, most)}`;
    return html`<td class="${kind}">${signed(images, 0)}</td>`;
  };
}

/** Of the confusions in matrices; 1 where there are none. */
function largest(matrices: readonly Matrix[], labels: readonly number[]): number {
  const confusions = matrices.flatMap((matrix) =>
    labels.flatMap((i) => labels.map((j) => (i === j ? 0 : (matrix[i]?.[j] ?? 0)))),
  );
  return confusions.reduce((most, images) => Math.max(most, images), 1);
}
