import type { ScoredResult } from "@evalpool/evaluate";
import { card, hasBars, smallCard } from "../page/card.js";
import { count, integer } from "../format.js";
import { html, type Html } from "../html.js";
import type { PageData } from "../page-data.js";

/** The mistakes that the model was surest of. */
export function confidentMistakes(data: PageData): Html | undefined {
  if (data.confident.length === 0) return undefined;
  return html`<section aria-labelledby="confident">
    <h2 id="confident">Most confident mistakes</h2>
    <p>
      The wrong answers that the model was surest of: hard images, wrong labels, or blind spots.
      ${hasBars(data.names.length) ? "Bars are the probabilities of all classes, with" : "Below are the probabilities of"}
      the <b class="label">label</b> and the
      <b class="wrong">wrong reading</b>${hasBars(data.names.length) ? " in colour" : ""}.
    </p>
    <ul class="cards body" id="confident-cards">
      ${data.confident.map((place) => card(data, place))}
    </ul>
  </section>`;
}

/** All mistakes, by index. The page's script shows a part of them, and more of each. */
export function gallery({ total, correct }: ScoredResult, data: PageData): Html {
  const mistakes = total - correct;
  const shown = data.samples.flatMap(([, label, prediction], place) =>
    label === prediction ? [] : [place],
  );
  const left =
    shown.length < mistakes
      ? `${integer(shown.length)} of ${count(mistakes, "mistake")}, by index; ${integer(mistakes - shown.length)} are left out to keep the page small.`
      : `${mistakes === 1 ? "The one mistake" : `All ${count(mistakes, "mistake")}, by index`}.`;
  return html`<section aria-labelledby="gallery">
    <h2 id="gallery">Misclassified images</h2>
    <p>${mistakes === 0 ? "There are none." : left}</p>
    <div id="mistakes">
      <ul class="cards body">
        ${shown.map((place) => smallCard(data, place))}
      </ul>
      <button type="button" class="more" hidden></button>
    </div>
  </section>`;
}
