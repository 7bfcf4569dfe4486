import { walkByArrows } from "./arrow-keys.js";
import { askForIndex } from "./ask-for-index.js";
import { createCardLists } from "./card-lists.js";
import { createCellPanel, type Cell } from "./cell-panel.js";
import { makeCellButtons } from "./cell-buttons.js";
import { explore } from "./explorer.js";
import { find } from "./find.js";
import { openImages } from "./page-images.js";
import { formatHash, parseHash, type Target } from "./place-hash.js";
import { searchRows } from "./search-rows.js";
import { sortByHeaders } from "./sort-rows.js";
import { openZoom } from "./zoom.js";
import type { PageData } from "../page-data.js";

/** What an entry of the history is marked by whose page before is this one too. */
const FROM_PAGE = "from this page";

const data = JSON.parse(find("#data").textContent) as PageData;
const images = openImages(data);
const lists = createCardLists(images);
const showCell = createCellPanel(images, lists);
const cells = makeCellButtons(data, (cell) => go({ kind: "cell", ...cell }));
/** The images beside the one that is enlarged. */
let among = images.byIndex;
const zoom = openZoom(images, {
  turn(index) {
    history.replaceState(history.state, "", formatHash({ kind: "image", index }));
    route();
  },
  onClose() {
    // Whoever went back is there already.
    if (parseHash(location.hash)?.kind !== "image") return;
    if (history.state === FROM_PAGE) history.back();
    else history.replaceState(null, "", location.pathname + location.search);
  },
});

function go(target: Target): void {
  history.pushState(FROM_PAGE, "", formatHash(target));
  route();
}

/** Shows what the address says. */
function route(): void {
  const target = parseHash(location.hash);
  if (target?.kind === "image") zoom.open(target.index, among);
  else zoom.close();
  if (target?.kind === "cell" && first) {
    showCell(cellOf(target));
    find("#cell").scrollIntoView({ block: "nearest" });
  } else if (location.hash === "" && first) showCell(first);
}

function cellOf({ label, prediction }: Pick<Cell, "label" | "prediction">): Cell {
  const found = cells.find((it) => it.label === label && it.prediction === prediction);
  if (found) return found;
  // Cells without images have no button; of many classes the matrix leaves some out.
  const isInMatrix = [label, prediction].every((each) => data.inMatrix.includes(each));
  return { label, prediction, images: isInMatrix ? 0 : undefined };
}

for (const part of document.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;
const large = document.querySelector<HTMLTableElement>(".matrix.large");
if (large) walkByArrows(large);
for (const table of document.querySelectorAll<HTMLTableElement>("table.sortable")) {
  sortByHeaders(table);
  const search = document.querySelector<HTMLInputElement>(".search input");
  if (search) searchRows(search, table);
}

// The most frequent confusion to begin with, of which there are images; without, the first cell.
const first =
  cells.find(
    (cell) =>
      cell.label !== cell.prediction &&
      images.samples.some((it) => it.label === cell.label && it.prediction === cell.prediction),
  ) ?? cells[0];
if (first) showCell(first);
else find<HTMLElement>("#cell").hidden = true;

const confident = document.querySelector("#confident-cards");
if (confident) {
  const indices = [...confident.querySelectorAll<HTMLElement>(".card")].map((card) =>
    images.placeOf(Number(card.dataset["index"])),
  );
  const places = indices.filter((place) => place !== undefined);
  lists.of(confident, places);
  lists.append(confident, places);
}
explore(images, lists);

askForIndex(images, (index) => {
  among = images.byIndex;
  go({ kind: "image", index });
});
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.digit") : null;
  const target = parseHash(link?.getAttribute("href") ?? "");
  // Other clicks open it elsewhere.
  if (!link || !target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  among = lists.around(link) ?? images.byIndex;
  go(target);
});
addEventListener("hashchange", route);
route();
