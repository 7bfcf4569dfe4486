import { integer } from "../format.js";
import { html } from "../html.js";
import { digit, formatShare, percentOf } from "./card.js";
import { find } from "./find.js";
import type { PageImages } from "./page-images.js";

/** Sides of an enlarged image, in pixels of the page, at most; what stands around it there. */
const LARGEST = 560;
const AROUND = { width: 80, height: 340 };

/** Where one image is enlarged. */
export interface Zoom {
  /** @param among which images one can go on to */
  open(index: number, among: readonly number[]): void;
  close(): void;
}

/** @param turn to the image of an index @param onClose after the reader closed it */
export function openZoom(
  images: PageImages,
  { turn, onClose }: { turn: (index: number) => void; onClose: () => void },
): Zoom {
  const dialog = find<HTMLDialogElement>("#zoom");
  let [index, among]: [number, readonly number[]] = [0, []];

  function step(by: number): void {
    const at = among.indexOf(images.placeOf(index) ?? -1);
    const next = among[(at + by + among.length) % among.length];
    const sample = next === undefined ? undefined : images.samples[next];
    if (sample) turn(sample.index);
  }

  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset["step"])));
  }
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") step(-1);
    if (key === "ArrowRight") step(1);
  });
  find(".close", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", onClose);
  return {
    open(wanted, list) {
      index = wanted;
      const place = images.placeOf(index);
      among = place !== undefined && list.includes(place) ? list : images.byIndex;
      find<HTMLElement>(".pager", dialog).hidden = place === undefined || among.length < 2;
      find("#zoom-title", dialog).textContent = `Image ${index}`;
      if (place === undefined) showMissing(dialog, images);
      else showImage(dialog, images, place);
      if (!dialog.open) dialog.showModal();
    },
    close: () => dialog.close(),
  };
}

function showMissing(dialog: Element, { samples }: PageImages): void {
  const told = `It is none of the ${integer(samples.length)} images that this page has.`;
  find(".note", dialog).textContent = told;
  for (const part of [".enlarged", ".shares"]) find(part, dialog).replaceChildren();
}

function showImage(dialog: Element, images: PageImages, place: number): void {
  const { names, sheets, samples } = images;
  const sample = samples[place];
  const sheet = sheets.findLast(({ first }) => first <= place);
  if (!sample || !sheet) throw new Error(`the page has no image at ${place}`);
  const { label, prediction, shares } = sample;
  const { width, height, isShrunk } = sheet;
  const room = Math.min(
    LARGEST,
    innerWidth - AROUND.width,
    Math.max(innerHeight - AROUND.height, LARGEST / 3),
  );
  // Whole pixels of the page for each of the image, so that all are of one size.
  const scale = Math.max(1, Math.floor(room / Math.max(width, height)));
  find(".enlarged", dialog).innerHTML = digit(images, place, scale * width).text;
  const kind = label === prediction ? "" : "wrong";
  const smaller = isShrunk ? ` Large images are in this page ${Math.max(width, height)} pixels long at most.` : ""; // prettier-ignore
  find(".note", dialog).innerHTML = html`<b class="label">${names[label]}</b> read as
    <b class="${kind}">${names[prediction]}</b>.${smaller}`.text;
  const bars = shares.map(([name, share]) => {
    const kind = name === label ? "label" : name === prediction ? "wrong" : "";
    return html`<li class="${kind}" style="--share: ${percentOf(share)}">
      <span>${names[name]}</span> <i></i> <span>${formatShare(share)}</span>
    </li>`.text;
  });
  find(".shares", dialog).innerHTML = bars.join("");
}
