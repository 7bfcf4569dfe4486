import { required } from "@evalpool/errors";
import { html, type Html } from "../html.js";
import type { PageData, PageSample, SpriteLayout } from "../page-data.js";

/** Whether a card has a bar for each class: of more they are too thin to tell apart. */
export function hasBars(classes: number): boolean {
  return classes <= 16;
}

/** What cards are made from. The page's script makes more of them than are in the HTML. */
type Images = Pick<PageData, "samples" | "sprite" | "names">;

/** A card of one image: its pixels, what it is and was read as, how probable each was. */
export function card({ samples, sprite, names }: Images, place: number): Html {
  const sample = required(samples[place], `image ${place}`);
  return html`<li class="card" data-index="${sample[0]}">
    ${digit(sample, sprite, names, place)}${verdict(sample, names)}
    ${sample[3].length === 0 ? undefined : probabilities(sample, names)}
  </li>`;
}

/** Its pixels and the verdict alone, for there may be thousands in a page. */
export function smallCard({ samples, sprite, names }: Images, place: number): Html {
  const sample = required(samples[place], `image ${place}`);
  return html`<li class="card">
    ${digit(sample, sprite, names, place)}${verdict(sample, names)}
  </li>`;
}

type Names = PageData["names"];

function probabilities(sample: PageSample, names: Names): readonly (Html | undefined)[] {
  return [hasBars(names.length) ? strip(sample, names) : undefined, odds(sample, names)];
}

function digit(
  [index, label]: PageSample,
  { columns, rows }: SpriteLayout,
  names: Names,
  place: number,
): Html {
  const share = (at: number, of: number): string =>
    `${of === 1 ? 0 : Number(((100 * at) / (of - 1)).toFixed(4))}%`;
  const [x, y] = [share(place % columns, columns), share(Math.floor(place / columns), rows)];
  return html`<div
    class="digit"
    role="img"
    aria-label="image ${index}, ${spoken(names, label)}"
    style="background-position: ${x} ${y}"
  ></div>`;
}

/** A digit is `a 7`; what has a name is called by it. */
function spoken(names: Names, label: number): string {
  const name = names[label];
  return name === String(label) ? `a ${label}` : `${name}`;
}

function verdict([index, label, prediction]: PageSample, names: Names): Html {
  const kind = label === prediction ? "" : "wrong";
  return html`<p class="verdict">
    <span class="id">#${index}</span> <b class="label">${names[label]}</b> read as
    <b class="${kind}">${names[prediction]}</b>
  </p>`;
}

/** A bar for each class, as high as its probability, with its label below, which a name is too long for. */
function strip([, label, prediction, probabilities]: PageSample, names: Names): Html {
  const shares = new Map(probabilities);
  const bars = names.map((name, at) => {
    const share = shares.get(at) ?? 0;
    const kinds = [at === label ? "label" : "", at === prediction ? "prediction" : ""];
    return html`<span class="${kinds.join(" ").trim()}" title="${name}: ${formatShare(share)}"
      ><i style="--share: ${share / 10}%"></i>${name === String(at) ? name : undefined}</span
    >`;
  });
  return html`<div class="strip" aria-hidden="true">${bars}</div>`;
}

/** The probabilities of the prediction and of the label; of what is right, of the runner-up. */
function odds([, label, prediction, probabilities]: PageSample, names: Names): Html {
  const shares = new Map(probabilities);
  const second = label === prediction ? probabilities[1]?.[0] : label;
  const told = [prediction, ...(second === undefined ? [] : [second])];
  return html`<p class="odds">
    ${told.map((at) => {
      const kind = at === label ? "label" : at === prediction ? "wrong" : "";
      return html`<span class="${kind}">${names[at]}: ${formatShare(shares.get(at) ?? 0)}</span>`;
    })}
  </p>`;
}

/** @param share in tenths of a percent */
function formatShare(share: number): string {
  if (share === 1000) return "> 99.9 %";
  return share === 0 ? "< 0.1 %" : `${(share / 10).toFixed(1)} %`;
}
