import type { EvaluationResult } from "@evalpool/evaluate";
import { count, integer } from "../format.js";
import { html, type Html } from "../html.js";

/** The mistakes that the model was surest of. The page's script puts the images in. */
export function confidentMistakes({ total, correct }: EvaluationResult): Html | undefined {
  if (correct === total) return undefined;
  return html`<section aria-labelledby="confident">
    <h2 id="confident">Most confident mistakes</h2>
    <p>
      The wrong answers that the model was surest of: hard images, wrong labels, or blind spots.
      Bars are the probabilities of all classes, with the <b class="label">label</b> and the
      <b class="wrong">wrong reading</b> in colour.
    </p>
    <ul class="cards body" id="confident-cards"></ul>
  </section>`;
}

/** All mistakes, by index. @param shown how many of them are in the page */
export function gallery({ total, correct }: EvaluationResult, shown: number): Html {
  const mistakes = total - correct;
  const left =
    shown < mistakes
      ? `${integer(shown)} of ${count(mistakes, "mistake")}, by index; ${integer(mistakes - shown)} are left out to keep the page small.`
      : `${mistakes === 1 ? "The one mistake" : `All ${count(mistakes, "mistake")}, by index`}.`;
  return html`<section aria-labelledby="gallery">
    <h2 id="gallery">Misclassified images</h2>
    <p>${mistakes === 0 ? "There are none." : left}</p>
    <div id="mistakes">
      <ul class="cards body"></ul>
      <button type="button" class="more" hidden></button>
    </div>
  </section>`;
}
