import { count } from "../format.js";
import type { CardLists } from "./card-lists.js";
import { find } from "./find.js";
import type { PageImages } from "./page-images.js";

/** Cards shown at first, and added each time that a button is pressed. */
const CARDS = { first: 6, step: 24 };

/** A cell of the matrix, and how many images are in it, if that is known. */
export interface Cell {
  readonly label: number;
  readonly prediction: number;
  readonly images: number | undefined;
}

/** Shows the images of one cell of the matrix at a time. */
export function createCellPanel(images: PageImages, lists: CardLists): (cell: Cell) => void {
  const panel = find<HTMLElement>("#cell");
  const list = find(".cards", panel);
  const more = find<HTMLButtonElement>("button.more", panel);
  let shown = "";

  function add(places: readonly number[], step: number): Element | undefined {
    const already = list.children.length;
    lists.append(list, places.slice(already, already + step));
    const left = places.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(CARDS.step, left)} more of ${left}`;
    return list.children[already];
  }

  return ({ label, prediction, images: all }) => {
    const chosen = `[data-label="${label}"][data-prediction="${prediction}"]`;
    // Who comes back from an image finds as many as were there.
    if (shown === chosen) return;
    shown = chosen;
    const places = images.placesOf((it) => it.label === label && it.prediction === prediction);
    const note = document.createElement("small");
    note.textContent = told(places.length, all);
    find(".found", panel).replaceChildren(inWords(images.names, label, prediction), note);
    lists.of(list, places);
    add(places, CARDS.first);
    more.onclick = () => {
      const added = add(places, CARDS.step);
      // The button is gone with the last image: the focus goes on where new images begin.
      if (more.hidden) added?.querySelector("a")?.focus();
    };
    for (const button of document.querySelectorAll("button[data-label]")) {
      button.setAttribute("aria-pressed", String(button.matches(chosen)));
    }
  };
}

/** How many images there are, and are in this page. */
function told(here: number, all: number | undefined): string {
  if (all === undefined) return `${count(here, "image")} here`;
  return here < all ? `${count(all, "image")}, ${here} of them here` : count(all, "image");
}

function inWords(names: readonly string[], label: number, prediction: number): string {
  const [is, readAs] = [label, prediction].map((each) => names[each] ?? String(each));
  return label === prediction ? `${is} read right` : `${is} read as ${readAs}`;
}
