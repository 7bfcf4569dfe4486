import { card, hasBars, type Images } from "../page/card.js";
import { html, type Html } from "../html.js";

/** The mistakes that the model was surest of, by their places. */
export function confidentMistakes(images: Images, places: readonly number[]): Html | undefined {
  if (places.length === 0) return undefined;
  return html`<section aria-labelledby="confident">
    <h2 id="confident">Most confident mistakes</h2>
    <p>
      The wrong answers that the model was surest of: hard images, wrong labels, or blind spots.
      ${hasBars(images.names.length) ? "Bars are the probabilities of all classes, with" : "Below are the probabilities of"}
      the <b class="label">label</b> and the
      <b class="wrong">wrong reading</b>${hasBars(images.names.length) ? " in colour" : ""}.
    </p>
    <ul class="cards body" id="confident-cards">
      ${places.map((place) => card(images, place))}
    </ul>
  </section>`;
}
