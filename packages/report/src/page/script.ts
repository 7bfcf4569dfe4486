import type { PageData } from "../page-data.js";
import { createCard } from "./card.js";

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
  const add = (count: number): HTMLElement | undefined => {
    const shown = list.children.length;
    const cards = places.slice(shown, shown + count).map((place) => createCard(data, place));
    list.append(...cards);
    const left = places.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(step, left)} more of ${left}`;
    return cards[0];
  };
  list.replaceChildren();
  add(first);
  more.onclick = () => {
    const added = add(step);
    // The button is gone with the last image: the focus goes on where new images begin.
    if (more.hidden && added) {
      added.tabIndex = -1;
      added.focus();
    }
  };
}

function showCell(label: number, prediction: number): void {
  const panel = find("#cell");
  const images = data.confusionMatrix[label]?.[prediction] ?? 0;
  const places = [...data.samples.keys()].filter((place) => {
    const [, isLabel, readAs] = data.samples[place]!;
    return isLabel === label && readAs === prediction;
  });
  const note = document.createElement("small");
  note.textContent =
    `${images.toLocaleString("en-US")} ${images === 1 ? "image" : "images"}` +
    (places.length < images ? `, ${places.length} of them here` : "");
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

function choose(button: HTMLButtonElement): void {
  showCell(Number(button.dataset["label"]), Number(button.dataset["prediction"]));
}

for (const button of cellButtons()) {
  button.addEventListener("click", () => {
    choose(button);
    find("#cell").scrollIntoView({ block: "nearest" });
  });
}
// The most frequent confusion to begin with; without mistakes, the first cell.
const first = document.querySelector<HTMLButtonElement>(".chips button") ?? cellButtons()[0];
if (first) choose(first);
else find<HTMLElement>("#cell").hidden = true;

document
  .querySelector("#confident-cards")
  ?.append(...data.confident.map((place) => createCard(data, place)));

const mistakes = [...data.samples.keys()].filter((place) => {
  const [, label, prediction] = data.samples[place]!;
  return label !== prediction;
});
showCards(find("#mistakes"), mistakes, IN_GALLERY);
