import { worstConfusions, type Confusion } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { count, integer, percent } from "../format.js";
import { html, type Html } from "../html.js";
import type { PageData } from "../page-data.js";
import { isLargeMatrix, matrix } from "./matrix.js";

/** Confusions in words: below a matrix that is seen whole, and before one that is not. */
const WORST = { below: 8, before: 24 } as const;

/**
 * The confusion matrix and the worst confusions. The page's script makes buttons of them, which show
 * their images.
 */
export function confusions(
  { confusionMatrix }: ScoredResult,
  data: Pick<PageData, "names" | "inMatrix">,
): Html {
  const isLarge = isLargeMatrix(confusionMatrix.length);
  const worst = worstConfusions(confusionMatrix, WORST[isLarge ? "before" : "below"]);
  const table = data.inMatrix.length > 0 ? matrix(confusionMatrix, data) : undefined;
  const chips = html`${
      worst.length > 0
        ? html`<h3 class="chips-title">
            Most frequent confusions${isLarge ? ", and their share of the label’s images" : ""}
          </h3>`
        : undefined
    }
    <ul class="chips">
      ${worst.map((confusion) => chip(confusion, data.names, isLarge ? confusionMatrix : undefined))}
    </ul>`;
  return html`<section aria-labelledby="confusions">
    <h2 id="confusions">Confusion matrix</h2>
    <p>
      <span data-scripted hidden>Choose a cell to see its images.</span> The stronger the colour,
      the more were confused.
      ${isLarge ? html`<span data-scripted hidden>Arrow keys go from cell to cell.</span>` : undefined}
    </p>
    <div class="confusions body${isLarge ? " stacked" : ""}">
      <div class="panel">${isLarge ? [chips, table] : [table, chips]}</div>
      <div class="panel" id="cell" data-scripted hidden>
        <h3 class="found" aria-live="polite"></h3>
        <ul class="cards"></ul>
        <button type="button" class="more" hidden></button>
      </div>
    </div>
  </section>`;
}

/** @param matrix where its share of the label's images is told */
function chip(
  { label, prediction, images }: Confusion,
  names: readonly string[],
  matrix: ScoredResult["confusionMatrix"] | undefined,
): Html {
  const all = matrix?.[label]?.reduce((sum, count) => sum + count, 0);
  const share = all === undefined ? "" : percent(images / all, 0);
  return html`<li data-label="${label}" data-prediction="${prediction}" data-images="${images}">
    ${names[label]} read as
    ${names[prediction]}<b>${integer(images)}</b>${all === undefined ? undefined : html` <small title="of ${count(all, "image")}">${share}</small>`}
  </li>`;
}
