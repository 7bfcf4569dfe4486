import { count } from "../format.js";
import { walkByArrows } from "./arrow-keys.js";
import { card } from "./card.js";
import { searchRows } from "./search-rows.js";
import { sortByHeaders } from "./sort-rows.js";
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

/** A cell of the matrix, and how many images are in it. */
interface Cell {
  readonly label: number;
  readonly prediction: number;
  readonly images: number;
}

function showCell({ label, prediction, images }: Cell): void {
  const panel = find("#cell");
  const places = placesIn(label, prediction);
  const note = document.createElement("small");
  note.textContent =
    count(images, "image") + (places.length < images ? `, ${places.length} of them here` : "");
  find(".found", panel).replaceChildren(inWords(label, prediction), note);
  showCards(panel, places, IN_A_CELL);
  for (const button of document.querySelectorAll("[aria-pressed='true']")) {
    button.setAttribute("aria-pressed", "false");
  }
  const chosen = `[data-label="${label}"][data-prediction="${prediction}"]`;
  for (const button of document.querySelectorAll(`button${chosen}`)) {
    button.setAttribute("aria-pressed", "true");
  }
}

function inWords(label: number, prediction: number): string {
  const [is, readAs] = [data.names[label], data.names[prediction]];
  return label === prediction ? `${is} read right` : `${is} read as ${readAs}`;
}

/** Makes what stands in a place a button that shows a cell's images. */
function makeButton(place: Element, cell: Cell): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["label"] = String(cell.label);
  button.dataset["prediction"] = String(cell.prediction);
  button.setAttribute("aria-pressed", "false");
  button.append(...place.childNodes);
  button.addEventListener("click", () => {
    showCell(cell);
    find("#cell").scrollIntoView({ block: "nearest" });
  });
  place.append(button);
  return button;
}

const cells: Cell[] = [];
for (const row of document.querySelectorAll<HTMLTableRowElement>(".matrix tbody tr")) {
  const label = data.inMatrix[row.sectionRowIndex] ?? 0;
  for (const place of row.querySelectorAll<HTMLTableCellElement>("td:not(.none, :empty)")) {
    // The first is the row's header.
    const prediction = data.inMatrix[place.cellIndex - 1] ?? 0;
    const cell = { label, prediction, images: Number(place.textContent) };
    const button = makeButton(place, cell);
    const name = `${data.names[label]} read as ${data.names[prediction]}`;
    // With the number as it is seen, without commas: who speaks to the page says what they see.
    const images = `${cell.images} ${cell.images === 1 ? "image" : "images"}`;
    button.setAttribute("aria-label", `${name}: ${images}`);
    cells.push(cell);
  }
}
const large = document.querySelector<HTMLTableElement>(".matrix.large");
if (large) walkByArrows(large);
const chips: Cell[] = [];
for (const chip of document.querySelectorAll<HTMLElement>(".chips li")) {
  const [label, prediction, images] = ["label", "prediction", "images"].map((name) =>
    Number(chip.dataset[name]),
  ) as [number, number, number];
  const cell = { label, prediction, images };
  makeButton(chip, cell);
  chips.push(cell);
}

for (const part of document.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;
// The most frequent confusion to begin with, of which there are images; without, the first cell.
const first = chips.find((it) => placesIn(it.label, it.prediction).length > 0) ?? cells[0];
if (first) showCell(first);
else find<HTMLElement>("#cell").hidden = true;

for (const table of document.querySelectorAll<HTMLTableElement>("table.sortable")) {
  sortByHeaders(table);
  const search = document.querySelector<HTMLInputElement>(".search input");
  if (search) searchRows(search, table);
}

const mistakes = placesOf(([, label, prediction]) => label !== prediction);
showCards(find("#mistakes"), mistakes, IN_GALLERY);
