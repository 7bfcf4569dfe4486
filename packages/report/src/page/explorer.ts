import { count, integer } from "../format.js";
import type { CardLists } from "./card-lists.js";
import { passes, type Filter } from "./filter-samples.js";
import { find } from "./find.js";
import type { PageImages } from "./page-images.js";

/** Cards at a time. */
const ON_A_PAGE = 48;

/** Shows the images that a form asks for, a page at a time. */
export function explore(images: PageImages, lists: CardLists): void {
  const form = find<HTMLFormElement>("#filter");
  const gallery = find("#gallery");
  const list = find(".cards", gallery);
  const pager = openPager(find<HTMLElement>(".pager", gallery), (page) => showPage(page));
  let places: readonly number[] = [];

  function showPage(page: number): void {
    lists.of(list, places);
    lists.append(list, places.slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE));
  }

  function show(): void {
    const filter = readFilter(form);
    places = images.placesOf((sample) => passes(filter, sample));
    const none = "No image in this page is like that.";
    const told = places.length === 0 ? none : count(places.length, "image");
    find("[role=status]", gallery).textContent = told;
    pager(Math.ceil(places.length / ON_A_PAGE));
  }

  for (const name of ["label", "prediction"]) {
    const options = images.names.map((text, label) => new Option(text, String(label)));
    find(`[name=${name}]`, form).append(...options);
  }
  const hasMistakes = images.samples.some(({ label, prediction }) => label !== prediction);
  const all = find<HTMLOptionElement>("[name=verdict] option[value='']", form);
  if (!hasMistakes) all.defaultSelected = true;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  // What is reset has its new values when the event is over.
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

/** @param turn to a page, from 1 on @returns what begins at the first of so many pages */
function openPager(pager: HTMLElement, turn: (page: number) => void): (pages: number) => void {
  const input = find<HTMLInputElement>("input", pager);
  let [page, pages] = [1, 1];
  function go(to: number): void {
    page = Math.max(1, Math.min(pages, Math.round(to) || 1));
    input.value = String(page);
    turn(page);
  }
  for (const button of pager.querySelectorAll<HTMLButtonElement>("button")) {
    const step = Number(button.dataset["step"]);
    // From the last page on to the first, so that a button is never one that cannot be pressed.
    button.addEventListener("click", () => go(((page - 1 + step + pages) % pages) + 1));
  }
  input.addEventListener("change", () => go(input.valueAsNumber));
  return (count) => {
    pages = Math.max(1, count);
    pager.hidden = count <= 1;
    input.max = String(pages);
    find("span", pager).textContent = integer(pages);
    go(1);
  };
}

function readFilter(form: HTMLFormElement): Filter {
  const fields = new FormData(form);
  const number = (name: string): number | undefined => {
    const value = fields.get(name);
    return typeof value !== "string" || value === "" ? undefined : Number(value);
  };
  const verdict = fields.get("verdict");
  const [least, most] = [number("least") ?? 0, number("most") ?? 100];
  return {
    verdict: verdict === "right" || verdict === "wrong" ? verdict : undefined,
    label: number("label"),
    prediction: number("prediction"),
    confidence: least <= 0 && most >= 100 ? undefined : [least, most],
  };
}
