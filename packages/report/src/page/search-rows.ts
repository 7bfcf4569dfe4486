/** Shows of a table's first body the rows alone whose header has what is typed. */
export function searchRows(input: HTMLInputElement, table: HTMLTableElement): void {
  const [body] = table.tBodies;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of body?.rows ?? []) {
      row.hidden = !row.cells[0]?.textContent?.toLowerCase().includes(wanted);
    }
  });
}
