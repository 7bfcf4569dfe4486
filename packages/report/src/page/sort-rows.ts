/**
 * Makes the headers of a table buttons that sort its first body, upwards, then downwards. Numbers are
 * sorted as such, by `data-value` where a cell has it.
 */
export function sortByHeaders(table: HTMLTableElement): void {
  const [body] = table.tBodies;
  const headers = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  for (const [column, header] of headers.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const isDown = header.ariaSort === "ascending";
      for (const other of headers) other.ariaSort = null;
      header.ariaSort = isDown ? "descending" : "ascending";
      if (body) sortRows(body, column, isDown ? -1 : 1);
    });
  }
}

function sortRows(body: HTMLTableSectionElement, column: number, direction: 1 | -1): void {
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
  rows.sort((a, b) => direction * (a.value - b.value));
  body.replaceChildren(...rows.map(({ row }) => row));
}

function valueOf(cell: HTMLTableCellElement | undefined): number {
  return Number(cell?.dataset["value"] ?? cell?.textContent?.replace(/[,*\s]/g, ""));
}
