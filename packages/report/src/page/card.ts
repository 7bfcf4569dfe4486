import { required } from "@evalpool/errors";
import { html, type Html } from "../html.js";
import type { PageData, PageSample, SpriteLayout } from "../page-data.js";

/** Whether a card has a bar for each class: of more they are too thin to tell apart. */
export function hasBars(classes: number): boolean {
  return classes <= 16;
}

/** What cards are made from. The page's script makes more of them than are in the HTML. */
type Images = Pick<PageData, "samples" | "sprite" | "classes">;

/** A card of one image: its pixels, what it is and was read as, how probable each was. */
export function card({ samples, sprite, classes }: Images, place: number): Html {
  const sample = required(samples[place], `image ${place}`);
  return html`<li class="card" data-index="${sample[0]}">
    ${digit(sample, sprite, place)}${verdict(sample)}
    ${sample[3].length === 0 ? undefined : probabilities(sample, classes)}
  </li>`;
}

/** Its pixels and the verdict alone, for there may be thousands in a page. */
export function smallCard({ samples, sprite }: Images, place: number): Html {
  const sample = required(samples[place], `image ${place}`);
  return html`<li class="card">${digit(sample, sprite, place)}${verdict(sample)}</li>`;
}

function probabilities(sample: PageSample, classes: number): readonly (Html | undefined)[] {
  return [hasBars(classes) ? strip(sample, classes) : undefined, odds(sample)];
}

function digit([index, label]: PageSample, { columns, rows }: SpriteLayout, place: number): Html {
  const share = (at: number, of: number): string =>
    `${of === 1 ? 0 : Number(((100 * at) / (of - 1)).toFixed(4))}%`;
  const [x, y] = [share(place % columns, columns), share(Math.floor(place / columns), rows)];
  return html`<div
    class="digit"
    role="img"
    aria-label="image ${index}, a ${label}"
    style="background-position: ${x} ${y}"
  ></div>`;
}

function verdict([index, label, prediction]: PageSample): Html {
  const kind = label === prediction ? "" : "wrong";
  return html`<p class="verdict">
    <span class="id">#${index}</span> <b class="label">${label}</b> read as
    <b class="${kind}">${prediction}</b>
  </p>`;
}

/** A bar for each class, as high as its probability. */
function strip([, label, prediction, probabilities]: PageSample, classes: number): Html {
  const shares = new Map(probabilities);
  const bars = Array.from({ length: classes }, (_, name) => {
    const share = shares.get(name) ?? 0;
    const kinds = [name === label ? "label" : "", name === prediction ? "prediction" : ""];
    return html`<span class="${kinds.join(" ").trim()}" title="${name}: ${formatShare(share)}"
      ><i style="--share: ${share / 10}%"></i>${name}</span
    >`;
  });
  return html`<div class="strip" aria-hidden="true">${bars}</div>`;
}

/** The probabilities of the prediction and of the label; of what is right, of the runner-up. */
function odds([, label, prediction, probabilities]: PageSample): Html {
  const shares = new Map(probabilities);
  const second = label === prediction ? probabilities[1]?.[0] : label;
  const names = [prediction, ...(second === undefined ? [] : [second])];
  return html`<p class="odds">
    ${names.map((name) => {
      const kind = name === label ? "label" : name === prediction ? "wrong" : "";
      return html`<span class="${kind}">${name}: ${formatShare(shares.get(name) ?? 0)}</span>`;
    })}
  </p>`;
}

/** @param share in tenths of a percent */
function formatShare(share: number): string {
  if (share === 1000) return "> 99.9 %";
  return share === 0 ? "< 0.1 %" : `${(share / 10).toFixed(1)} %`;
}
