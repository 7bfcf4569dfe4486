import type { ScoredResult } from "@evalpool/evaluate";
import { smallCard, type Images } from "../page/card.js";
import { count, integer } from "../format.js";
import { html, type Html } from "../html.js";

/** Mistakes that are in the HTML itself, for a page without its script. */
const MOST_STATIC = 1000;

/**
 * The images. As HTML they are the mistakes, by index; the page's script finds an image by its index
 * and filters all that the page has.
 */
export function gallery(result: ScoredResult, images: Images): Html {
  const { samples } = images;
  const wrong = [...samples.entries()]
    .filter(([, { label, prediction }]) => label !== prediction)
    .sort(([, a], [, b]) => a.index - b.index)
    .map(([place]) => place);
  const hasShares = samples.some(({ shares }) => shares.length > 0);
  return html`<section aria-labelledby="images">
    <h2 id="images">Images</h2>
    <p>${held(result, samples.length, wrong.length)}</p>
    ${finder(hasShares)}
    <div id="gallery">
      <div class="shown">
        <p role="status">${mistakesIn(result, wrong.length)}</p>
        <div class="pager" data-scripted hidden>
          <button type="button" data-step="-1">Previous</button>
          <label>Page <input type="number" min="1" step="1" /></label> of <span></span>
          <button type="button" data-step="1">Next</button>
        </div>
      </div>
      <ul class="cards">
        ${wrong.slice(0, MOST_STATIC).map((place) => smallCard(images, place))}
      </ul>
    </div>
  </section>`;
}

/** How many of all images the page has, and why no more. */
function held({ total, correct }: ScoredResult, images: number, wrong: number): string {
  if (total === 1) return "The only image is in this page.";
  if (images === total) return `All ${count(total, "image")} are in this page.`;
  const mistakes = total - correct;
  const ofMistakes =
    wrong === mistakes ? `all ${integer(mistakes)}` : `${integer(wrong)} of ${integer(mistakes)}`;
  return `${integer(images)} of ${count(total, "image")} are in this page, to keep it small: ${ofMistakes} mistakes, and ${integer(images - wrong)} that were read right.`;
}

/** What is told where no script filters. */
function mistakesIn({ total, correct }: ScoredResult, wrong: number): string {
  const mistakes = total - correct;
  if (mistakes === 0) return "There are no mistakes.";
  const shown = Math.min(wrong, MOST_STATIC);
  if (shown < mistakes) return `${integer(shown)} of ${count(mistakes, "mistake")}, by index.`;
  return mistakes === 1 ? "The one mistake." : `All ${count(mistakes, "mistake")}, by index.`;
}

/** @param hasShares whether there is a confidence to filter by */
function finder(hasShares: boolean): Html {
  const percent = (name: string, label: string, value: number): Html =>
    html`<label
      >${label} <input type="number" name="${name}" min="0" max="100" step="any" value="${value}"
    /></label>`;
  return html`<div class="finder panel body" data-scripted hidden>
    <form id="find">
      <label>Image <input type="number" name="index" min="0" step="1" required /></label>
      <button>Find</button>
      <p role="status"></p>
    </form>
    <form id="filter">
      <label
        >Show
        <select name="verdict">
          <option value="wrong">read wrong</option>
          <option value="right">read right</option>
          <option value="">all</option>
        </select></label
      >
      <label
        >Label
        <select name="label">
          <option value="">any</option>
        </select></label
      >
      <label
        >Read as
        <select name="prediction">
          <option value="">any</option>
        </select></label
      >
      ${
        hasShares
          ? html`<span class="range"
              >${percent("least", "Confidence from", 0)} ${percent("most", "to", 100)} %</span
            >`
          : undefined
      }
      <button type="reset">Reset</button>
    </form>
  </div>`;
}
