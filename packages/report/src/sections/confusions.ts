import { worstConfusions, type Confusion } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { STEPS } from "../colors.js";
import { integer } from "../format.js";
import { html, type Html } from "../html.js";

/** More classes make a matrix that nobody reads, of a size that grows with their square. */
const LARGEST_MATRIX = 100;
/** More do not fit beside the images of a cell. */
const WIDE_MATRIX = 12;
const WORST = 8;

/**
 * The confusion matrix and the worst confusions. The page's script makes buttons of them, which show
 * their images.
 */
export function confusions({ confusionMatrix }: ScoredResult): Html {
  const classes = confusionMatrix.length;
  const worst = worstConfusions(confusionMatrix, WORST);
  return html`<section aria-labelledby="confusions">
    <h2 id="confusions">Confusion matrix</h2>
    <p>
      <span data-scripted hidden>Choose a cell to see its images.</span> The stronger the colour,
      the more were confused.
    </p>
    <div class="confusions body${classes > WIDE_MATRIX ? " stacked" : ""}">
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
      <div class="panel" id="cell" data-scripted hidden>
        <h3 class="found" aria-live="polite"></h3>
        <ul class="cards"></ul>
        <button type="button" class="more" hidden></button>
      </div>
    </div>
  </section>`;
}

function chip({ label, prediction, images }: Confusion): Html {
  return html`<li data-label="${label}" data-prediction="${prediction}">
    ${label} read as ${prediction}<b>${integer(images)}</b>
  </li>`;
}

function matrix(rows: readonly (readonly number[])[], most: number): Html {
  const classes = [...rows.keys()];
  const isLarge = classes.length > WIDE_MATRIX;
  const table = html`<table
    class="matrix${isLarge ? " large" : ""}"
    aria-labelledby="confusions"
    aria-describedby="axes"
  >
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
  const window = html`<div class="window" tabindex="0" role="group" aria-label="Confusion matrix">
    ${table}
  </div>`;
  return html`<p class="note" id="axes">Rows: what the image is. Columns: what it was read as.</p>
    ${isLarge ? window : table}`;
}

function cell({ label, prediction, images }: Confusion, most: number): Html {
  if (images === 0) return html`<td class="none">·</td>`;
  const isHit = label === prediction;
  // By the root, so that the rare ones are seen beside the frequent.
  const kind = isHit ? "hit" : `step-${Math.ceil(STEPS * Math.sqrt(images / most))}`;
  return html`<td class="${kind}">${images}</td>`;
}
