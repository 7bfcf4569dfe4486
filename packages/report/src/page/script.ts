import { count } from "../format.js";
import { card } from "./card.js";
import type { PageData, PageSample } from "../page-data.js";

/** Cards shown at first, and added each time that a button is pressed. */
const IN_GALLERY = { first: 24, step: 96 };
const IN_A_CELL = { first: 6, step: 24 };

function find<Found extends Element>(selector: string, within: ParentNode = document): Found {
  const found = within.querySelector<Found>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

const data = JSON.parse(find("#data").textContent) as PageData;

/** Fills a list with images by their places, so many at a time. */
function showCards(
  section: Element,
  places: readonly number[],
  { first, step }: typeof IN_GALLERY,
): void {
  const list = find<HTMLUListElement>(".cards", section);
  const more = find<HTMLButtonElement>("button.more", section);
  const add = (images: number): Element | undefined => {
    const shown = list.children.length;
    const cards = places.slice(shown, shown + images).map((place) => card(data, place).text);
    list.insertAdjacentHTML("beforeend", cards.join(""));
    const left = places.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(step, left)} more of ${left}`;
    return list.children[shown];
  };
  list.replaceChildren();
  add(first);
  more.onclick = () => {
    const added = add(step);
    // The button is gone with the last image: the focus goes on where new images begin.
    if (more.hidden && added instanceof HTMLElement) {
      added.tabIndex = -1;
      added.focus();
    }
  };
}

function placesOf(isWanted: (sample: PageSample) => boolean): number[] {
  return data.samples.flatMap((sample, place) => (isWanted(sample) ? [place] : []));
}

function placesIn(label: number, prediction: number): number[] {
  return placesOf((sample) => sample[1] === label && sample[2] === prediction);
}

function showCell(label: number, prediction: number): void {
  const panel = find("#cell");
  const images = data.confusionMatrix[label]?.[prediction] ?? 0;
  const places = placesIn(label, prediction);
  const note = document.createElement("small");
  note.textContent =
    count(images, "image") + (places.length < images ? `, ${places.length} of them here` : "");
  const what = label === prediction ? `${label} read right` : `${label} read as ${prediction}`;
  find(".found", panel).replaceChildren(what, note);
  showCards(panel, places, IN_A_CELL);
  for (const button of cellButtons()) {
    const isChosen =
      Number(button.dataset["label"]) === label &&
      Number(button.dataset["prediction"]) === prediction;
    button.setAttribute("aria-pressed", String(isChosen));
  }
}

function cellButtons(): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>("button[data-label]")];
}

function cellOf({ dataset }: HTMLButtonElement): [label: number, prediction: number] {
  return [Number(dataset["label"]), Number(dataset["prediction"])];
}

/** Makes what stands in a place a button that shows a cell's images. */
function makeButton(place: Element, label: number, prediction: number): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["label"] = String(label);
  button.dataset["prediction"] = String(prediction);
  button.append(...place.childNodes);
  button.addEventListener("click", () => {
    showCell(...cellOf(button));
    find("#cell").scrollIntoView({ block: "nearest" });
  });
  place.append(button);
  return button;
}

for (const row of document.querySelectorAll<HTMLTableRowElement>(".matrix tbody tr")) {
  const label = row.sectionRowIndex;
  for (const cell of row.querySelectorAll<HTMLTableCellElement>("td:not(.none)")) {
    // The first is the row's header.
    const prediction = cell.cellIndex - 1;
    const images = data.confusionMatrix[label]?.[prediction] ?? 0;
    const button = makeButton(cell, label, prediction);
    button.setAttribute(
      "aria-label",
      `${label} read as ${prediction}: ${images} ${images === 1 ? "image" : "images"}`,
    );
  }
}
for (const chip of document.querySelectorAll<HTMLElement>(".chips li")) {
  makeButton(chip, Number(chip.dataset["label"]), Number(chip.dataset["prediction"]));
}

for (const part of document.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;
// The most frequent confusion to begin with, of which there are images; without, the first cell.
const chips = [...document.querySelectorAll<HTMLButtonElement>(".chips button")];
const first = chips.find((chip) => placesIn(...cellOf(chip)).length > 0) ?? cellButtons()[0];
if (first) showCell(...cellOf(first));
else find<HTMLElement>("#cell").hidden = true;

const mistakes = placesOf(([, label, prediction]) => label !== prediction);
showCards(find("#mistakes"), mistakes, IN_GALLERY);
