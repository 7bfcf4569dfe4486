import type { Cell } from "./cell-panel.js";

/** What buttons of cells are made of. */
interface Classes {
  readonly names: readonly string[];
  readonly inMatrix: readonly number[];
}

/**
 * Makes buttons of the matrix's cells and of the most frequent confusions.
 *
 * @returns the cells that have one, the confusions before the matrix
 */
export function makeCellButtons(
  { names, inMatrix }: Classes,
  choose: (cell: Cell) => void,
): readonly Cell[] {
  const chips: Cell[] = [];
  for (const chip of document.querySelectorAll<HTMLElement>(".chips li")) {
    const [label, prediction, images] = ["label", "prediction", "images"].map((name) =>
      Number(chip.dataset[name]),
    ) as [number, number, number];
    const cell = { label, prediction, images };
    makeButton(chip, cell, choose);
    chips.push(cell);
  }
  const cells: Cell[] = [];
  for (const row of document.querySelectorAll<HTMLTableRowElement>(".matrix tbody tr")) {
    const label = inMatrix[row.sectionRowIndex] ?? 0;
    for (const place of row.querySelectorAll<HTMLTableCellElement>("td:not(.none, :empty)")) {
      // The first is the row's header.
      const prediction = inMatrix[place.cellIndex - 1] ?? 0;
      const cell = { label, prediction, images: Number(place.textContent) };
      const button = makeButton(place, cell, choose);
      const name = `${names[label]} read as ${names[prediction]}`;
      // With the number as it is seen, without commas: who speaks to the page says what they see.
      const images = `${cell.images} ${cell.images === 1 ? "image" : "images"}`;
      button.setAttribute("aria-label", `${name}: ${images}`);
      cells.push(cell);
    }
  }
  return [...chips, ...cells];
}

/** Makes what stands in a place a button that chooses a cell. */
function makeButton(place: Element, cell: Cell, choose: (cell: Cell) => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["label"] = String(cell.label);
  button.dataset["prediction"] = String(cell.prediction);
  button.setAttribute("aria-pressed", "false");
  button.append(...place.childNodes);
  button.addEventListener("click", () => choose(cell));
  place.append(button);
  return button;
}
