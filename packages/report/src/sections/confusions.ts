import { worstConfusions, type Confusion } from "@evalpool/metrics";
import type { EvaluationResult } from "@evalpool/evaluate";
import { STEPS } from "../colors.js";
import { integer } from "../format.js";
import { html, type Html } from "../html.js";

/** More classes make a matrix that nobody reads, of a size that grows with their square. */
const LARGEST_MATRIX = 40;
/** More do not fit side by side. */
const WIDE_MATRIX = 12;
const WORST = 8;

/** The confusion matrix; its cells and the worst confusions are buttons that show their images. */
export function confusions({ confusionMatrix }: EvaluationResult): Html {
  const classes = confusionMatrix.length;
  const worst = worstConfusions(confusionMatrix, WORST);
  return html`<section aria-labelledby="confusions">
    <h2 id="confusions">Confusion matrix</h2>
    <p>Choose a cell to see its images. The stronger the colour, the more were confused.</p>
    <div class="confusions body">
      <div class="panel">
        ${
          classes <= LARGEST_MATRIX
            ? matrix(confusionMatrix, worst[0]?.images ?? 1)
            : html`<p>With ${classes} classes the matrix is too large to show here.</p>`
        }
        ${worst.length > 0 ? html`<h3 class="chips-title">Most frequent confusions</h3>` : undefined}
        <ul class="chips">
          ${worst.map(chip)}
        </ul>
      </div>
      <div class="panel" id="cell">
        <h3 class="found" aria-live="polite"></h3>
        <ul class="cards"></ul>
        <button type="button" class="more" hidden></button>
      </div>
    </div>
  </section>`;
}

function chip({ label, prediction, images }: Confusion): Html {
  return html`<li>
    <button
      type="button"
      data-label="${label}"
      data-prediction="${prediction}"
      aria-pressed="false"
    >
      ${label} read as ${prediction}<b>${integer(images)}</b>
    </button>
  </li>`;
}

function matrix(rows: readonly (readonly number[])[], most: number): Html {
  const classes = [...rows.keys()];
  const isLarge = classes.length > WIDE_MATRIX;
  const table = html`<table class="matrix${isLarge ? " large" : ""}">
    <caption>
      Rows: what the image is. Columns: what it was read as.
    </caption>
    <thead>
      <tr>
        <td></td>
        ${classes.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row, label) =>
          html`<tr>
            <th scope="row">${label}</th>
            ${row.map((images, prediction) => cell({ label, prediction, images }, most))}
          </tr>`,
      )}
    </tbody>
  </table>`;
  // What can be scrolled must be reached by keyboard.
  return isLarge
    ? html`<div class="scroll" tabindex="0" role="group" aria-label="Confusion matrix">
        ${table}
      </div>`
    : table;
}

function cell({ label, prediction, images }: Confusion, most: number): Html {
  if (images === 0) return html`<td class="none">·</td>`;
  const isHit = label === prediction;
  // By the root, so that the rare ones are seen beside the frequent.
  const kind = isHit ? "hit" : `step-${Math.ceil(STEPS * Math.sqrt(images / most))}`;
  const name = `${label} read as ${prediction}: ${images} ${images === 1 ? "image" : "images"}`;
  return html`<td class="${kind}">
    <button
      type="button"
      data-label="${label}"
      data-prediction="${prediction}"
      aria-pressed="false"
      aria-label="${name}"
    >
      ${images}
    </button>
  </td>`;
}
