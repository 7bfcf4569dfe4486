/** Steps along rows and columns. */
const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Makes a table of many buttons one stop of the Tab key, in which arrow keys go from button to
 * button, over cells without one: the pattern "grid" of the ARIA Authoring Practices.
 */
export function walkByArrows(table: HTMLTableElement): void {
  const buttons = [...table.querySelectorAll("button")];
  for (const button of buttons) button.tabIndex = -1;
  let stop = buttons[0];
  if (stop) stop.tabIndex = 0;
  table.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || target === stop) return;
    if (stop) stop.tabIndex = -1;
    stop = target;
    stop.tabIndex = 0;
  });
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = document.activeElement?.closest("td");
    if (!step || !cell || event.ctrlKey || event.altKey || event.metaKey) return;
    // What it would do else is scroll.
    event.preventDefault();
    nextButton(table, cell, step)?.focus();
  });
}

function nextButton(
  { rows }: HTMLTableElement,
  cell: HTMLTableCellElement,
  [down, right]: readonly [number, number],
): HTMLButtonElement | undefined {
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex;
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const next = rows[row]?.cells[column];
    if (next === undefined) return undefined;
    const button = next.querySelector("button");
    if (button) return button;
  }
}
