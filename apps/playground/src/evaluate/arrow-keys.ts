/** Steps along rows and columns. */
const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Goes from button to button of a table by arrow keys, over cells without one: the pattern "grid" of
 * the ARIA Authoring Practices. Of such buttons one alone is a stop of the Tab key.
 */
export function walkByArrows(event: KeyboardEvent): void {
  const step = steps[event.key];
  const cell = event.target instanceof Element ? event.target.closest("td") : null;
  if (!step || !cell || event.ctrlKey || event.altKey || event.metaKey) return;
  // What it would do else is scroll.
  event.preventDefault();
  nextButton(cell, step)?.focus();
}

function nextButton(
  cell: HTMLTableCellElement,
  [down, right]: readonly [number, number],
): HTMLButtonElement | undefined {
  const rows = cell.closest("table")?.rows;
  let row = cell.closest("tr")?.rowIndex ?? 0;
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const next = rows?.[row]?.cells[column];
    if (next === undefined) return undefined;
    const button = next.querySelector("button");
    if (button) return button;
  }
}
