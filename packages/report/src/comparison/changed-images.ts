import type { ComparedImage } from "@evalpool/evaluate";
import { count, integer } from "../format.js";
import { flag, html, type Html } from "../html.js";
import { listed, type Pictures } from "./pictures.js";

/** Cards that are seen at once; the others are unfolded. */
const AT_ONCE = 24;

/** Images that one of the two alone reads right. */
interface Changed {
  readonly which: "broken" | "mended";
  readonly images: readonly ComparedImage[];
  readonly names: readonly string[];
  readonly pictures: Pictures | undefined;
}

const titles = { broken: "Images that broke", mended: "Images that were mended" } as const;
const told = { broken: "A reads them right and B wrong", mended: "A reads them wrong and B right" };

/** The images that broke, or those that were mended, by index. */
export function changedImages(changed: Changed): Html {
  const { which, images } = changed;
  const shown = listed(images);
  const cards = shown.map((image) => card(image, changed));
  const rest = cards.slice(AT_ONCE);
  return html`<section aria-labelledby="${which}">
    <h2 id="${which}">${titles[which]}</h2>
    <p>${summary(changed, shown)}</p>
    ${list(cards.slice(0, AT_ONCE))}
    ${
      rest.length === 0
        ? undefined
        : html`<details>
            <summary>${integer(rest.length)} more</summary>
            ${list(rest)}
          </details>`
    }
  </section>`;
}

function summary({ which, images, pictures }: Changed, shown: readonly ComparedImage[]): Html {
  if (images.length === 0) return html`There are none.`;
  const sentences = [html`${count(images.length, "image")}: ${told[which]}.`];
  if (shown.length < images.length) {
    sentences.push(html` These are the first ${integer(shown.length)}; ${flag("--json")} has all.`);
  }
  if (pictures === undefined) {
    sentences.push(
      html` Where the images are was not said: ${flag("--data")} or ${flag("--dataset")} shows them.`,
    );
  } else if (shown.some(({ index }) => !pictures.places.has(index))) {
    sentences.push(html` There is not room for all their pictures.`);
  }
  return html`${sentences}`;
}

function list(cards: readonly Html[]): Html | undefined {
  return cards.length === 0
    ? undefined
    : html`<ul class="cards body">
        ${cards}
      </ul>`;
}

function card(image: ComparedImage, { names, pictures }: Changed): Html {
  const { index, label, a, b } = image;
  const reading = (reader: string, prediction: number): Html =>
    html`${reader} reads
      <b class="${prediction === label ? "label" : "wrong"}">${names[prediction]}</b>`;
  return html`<li class="card">
    ${picture(image, names, pictures)}
    <p class="verdict">
      <span class="id">#${index}</span> ${reading("A", a)}<br />${reading("B", b)}
    </p>
  </li>`;
}

function picture(
  { index, label }: ComparedImage,
  names: readonly string[],
  pictures: Pictures | undefined,
): Html | undefined {
  const place = pictures?.places.get(index);
  if (pictures === undefined || place === undefined) return undefined;
  const { columns, rows } = pictures.sprite;
  const share = (at: number, of: number): string =>
    `${of === 1 ? 0 : Number(((100 * at) / (of - 1)).toFixed(4))}%`;
  const [x, y] = [share(place % columns, columns), share(Math.floor(place / columns), rows)];
  return html`<div
    class="digit"
    role="img"
    aria-label="image ${index}, label ${names[label]}"
    style="background-position: ${x} ${y}"
  ></div>`;
}
