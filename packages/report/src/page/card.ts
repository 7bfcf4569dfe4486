import { required } from "@evalpool/errors";
import { percent } from "../format.js";
import { html, type Html } from "../html.js";
import type { PageSample, SheetLayout } from "../page-data.js";

/** Whether a card has a bar for each class: of more they are too thin to tell apart. */
export function hasBars(classes: number): boolean {
  return classes <= 16;
}

/** What cards are made from. The page's script makes more of them than are in the HTML. */
export interface Images {
  /** What each class is called, by label. */
  readonly names: readonly string[];
  readonly sheets: readonly SheetLayout[];
  /** By place. */
  readonly samples: readonly PageSample[];
}

/** A card of one image: its pixels, what it is and was read as, how probable each was. */
export function card(images: Images, place: number, isLink = false): Html {
  const { names } = images;
  const sample = required(images.samples[place], `image ${place}`);
  return html`<li class="card" data-index="${sample.index}">
    ${isLink ? linked(images, place) : digit(images, place)}${verdict(sample, names)}
    ${sample.shares.length === 0 ? undefined : probabilities(sample, names)}
  </li>`;
}

/** Its pixels and the verdict alone, for there may be a thousand in a page. */
export function smallCard(images: Images, place: number): Html {
  const sample = required(images.samples[place], `image ${place}`);
  return html`<li class="card">${digit(images, place)}${verdict(sample, images.names)}</li>`;
}

type Names = Images["names"];

function probabilities(sample: PageSample, names: Names): readonly (Html | undefined)[] {
  return [hasBars(names.length) ? strip(sample, names) : undefined, odds(sample, names)];
}

/** Its pixels. @param width in pixels of the page; without, as wide as there is room */
export function digit(images: Images, place: number, width?: number): Html {
  const { sheet, position } = placeOf(images, place);
  const size = width === undefined ? "" : `; width: ${width}px`;
  return html`<div
    class="digit sheet-${sheet}"
    role="img"
    aria-label="${spoken(images, place)}"
    style="background-position: ${position}${size}"
  ></div>`;
}

/** The same as a link to where it is enlarged. */
function linked(images: Images, place: number): Html {
  const { sheet, position } = placeOf(images, place);
  return html`<a
    class="digit sheet-${sheet}"
    href="#image=${images.samples[place]?.index}"
    aria-label="${spoken(images, place)}"
    style="background-position: ${position}"
  ></a>`;
}

/** The sheet that has an image, and where in it. */
function placeOf({ sheets }: Images, place: number): { sheet: number; position: string } {
  const sheet = sheets.findLastIndex(({ first }) => first <= place);
  const { first, columns, rows } = required(sheets[sheet], `sheet of image ${place}`);
  const share = (at: number, of: number): string =>
    `${of === 1 ? 0 : Number(((100 * at) / (of - 1)).toFixed(4))}%`;
  const at = place - first;
  const position = `${share(at % columns, columns)} ${share(Math.floor(at / columns), rows)}`;
  return { sheet, position };
}

/** A digit is `a 7`; what has a name is called by it. */
function spoken({ samples, names }: Images, place: number): string {
  const { index, label } = required(samples[place], `image ${place}`);
  const name = names[label];
  return `image ${index}, ${name === String(label) ? `a ${label}` : `${name}`}`;
}

function verdict({ index, label, prediction }: PageSample, names: Names): Html {
  const kind = label === prediction ? "" : "wrong";
  return html`<p class="verdict">
    <span class="id">#${index}</span> <b class="label">${names[label]}</b> read as
    <b class="${kind}">${names[prediction]}</b>
  </p>`;
}

/** A bar for each class, as high as its probability, with its label below, which a name is too long for. */
function strip({ label, prediction, shares }: PageSample, names: Names): Html {
  const shareOf = new Map(shares);
  const bars = names.map((name, at) => {
    const share = shareOf.get(at) ?? 0;
    const kinds = [at === label ? "label" : "", at === prediction ? "prediction" : ""];
    return html`<span class="${kinds.join(" ").trim()}" title="${name}: ${formatShare(share)}"
      ><i style="--share: ${percentOf(share)}"></i>${name === String(at) ? name : undefined}</span
    >`;
  });
  return html`<div class="strip" aria-hidden="true">${bars}</div>`;
}

/** The probabilities of the prediction and of the label; of what is right, of the runner-up. */
function odds({ label, prediction, shares }: PageSample, names: Names): Html {
  const shareOf = new Map(shares);
  const second = label === prediction ? shares[1]?.[0] : label;
  const told = [prediction, ...(second === undefined ? [] : [second])];
  return html`<p class="odds">
    ${told.map((at) => {
      const kind = at === label ? "label" : at === prediction ? "wrong" : "";
      return html`<span class="${kind}">${names[at]}: ${formatShare(shareOf.get(at) ?? 0)}</span>`;
    })}
  </p>`;
}

/** What no probability is nearer to 0 and 1 than: those that are either were rounded to it. */
const LEAST = 1e-9;

/** @param share 0 to 1 */
export function formatShare(share: number): string {
  return percent(Math.min(Math.max(share, LEAST), 1 - LEAST), 1);
}

/** For styles, to a tenth. */
export function percentOf(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
