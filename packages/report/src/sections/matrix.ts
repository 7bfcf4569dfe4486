import { worstConfusions, type Confusion } from "@evalpool/metrics";
import { STEPS } from "../colors.js";
import { integer } from "../format.js";
import { flag, html, type Html } from "../html.js";
import type { PageData } from "../page-data.js";

/** Of more classes the matrix is of those that are confused most, for it grows with their square. */
const LARGEST_MATRIX = 200;
const CONFUSED = 100;
/** More do not fit beside the images of a cell. */
const WIDE_MATRIX = 12;
/** Letters that a column is wide enough for; longer names stand upright above it. */
const SHORT = 3;

type Matrix = readonly (readonly number[])[];

/** Whether it has a box of its own to be scrolled in. */
export function isLargeMatrix(classes: number): boolean {
  return classes > WIDE_MATRIX;
}

/** The classes that the matrix is shown of: all, or those of the most frequent confusions. */
export function classesInMatrix(confusionMatrix: Matrix): readonly number[] {
  const all = [...confusionMatrix.keys()];
  if (all.length <= LARGEST_MATRIX) return all;
  const confused = new Set<number>();
  for (const { label, prediction } of worstConfusions(confusionMatrix, CONFUSED ** 2)) {
    const more = [label, prediction].filter((it) => !confused.has(it));
    if (confused.size + more.length > CONFUSED) break;
    for (const it of more) confused.add(it);
  }
  return [...confused].sort((a, b) => a - b);
}

/** A table of the classes in `inMatrix`; the page's script makes buttons of its cells. */
export function matrix(
  confusionMatrix: Matrix,
  { names, inMatrix }: Pick<PageData, "names" | "inMatrix">,
): Html {
  const isLarge = isLargeMatrix(inMatrix.length);
  const isNamed = inMatrix.some((label) => (names[label] ?? "").length > SHORT);
  const most = worstConfusions(confusionMatrix, 1)[0]?.images ?? 1;
  const kinds = ["matrix", ...(isLarge ? ["large"] : []), ...(isNamed ? ["named"] : [])];
  const digits = String(Math.max(0, ...confusionMatrix.map((row) => Math.max(...row)))).length;
  const table = html`<table
    class="${kinds.join(" ")}"
    style="--classes: ${inMatrix.length}; --digits: ${digits}"
    aria-labelledby="confusions"
    aria-describedby="axes"
  >
    <thead>
      <tr>
        <td></td>
        ${inMatrix.map((label) => header("col", names[label] ?? "", isNamed))}
      </tr>
    </thead>
    <tbody>
      ${inMatrix.map((label) => {
        const row = confusionMatrix[label] ?? [];
        const cells = inMatrix.map((prediction) =>
          cell({ label, prediction, images: row[prediction] ?? 0 }, most, isLarge),
        );
        return html`<tr>
          ${header("row", names[label] ?? "", isNamed)}${cells}
        </tr>`;
      })}
    </tbody>
  </table>`;
  return html`<p class="note" id="axes">
      Rows: what the image is. Columns: what it was read
      as.${leftOut(confusionMatrix.length, inMatrix.length)}
    </p>
    ${
      isLarge
        ? // What can be scrolled must be reached by keyboard.
          html`<div class="window" tabindex="0" role="group" aria-label="Confusion matrix">
            ${table}
          </div>`
        : table
    }`;
}

function leftOut(classes: number, shown: number): Html | undefined {
  if (shown === classes) return undefined;
  const these = `Of ${integer(classes)} classes these are the ${integer(shown)} of the most frequent confusions`;
  return html` ${these}; ${flag("--json")} has all.`;
}

/** Names are as long as they are: the style cuts them, and tells them in full where they are pointed at. */
function header(scope: "row" | "col", name: string, isNamed: boolean): Html {
  if (!isNamed) return html`<th scope="${scope}">${name}</th>`;
  return html`<th scope="${scope}" title="${name}"><span>${name}</span></th>`;
}

function cell({ label, prediction, images }: Confusion, most: number, isLarge: boolean): Html {
  // As short as can be, where there are thousands.
  if (images === 0) return isLarge ? html`<td></td>` : html`<td class="none">·</td>`;
  const isHit = label === prediction;
  // By the root, so that the rare ones are seen beside the frequent.
  const kind = isHit ? "hit" : `step-${Math.ceil(STEPS * Math.sqrt(images / most))}`;
  return html`<td class="${kind}">${images}</td>`;
}
