/**
 * Why a value that comes from outside is no confusion matrix, `[label][prediction]`, if it is none.
 * The first fault is told: there may be as many as cells.
 */
export function matrixProblem(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return `expected rows of counts`;
  const rows = value as readonly unknown[];
  for (const [label, row] of rows.entries()) {
    if (!Array.isArray(row)) return `row ${label}: expected counts`;
    if (row.length !== rows.length) {
      return `row ${label}: expected ${rows.length} counts, as there are rows, got ${row.length}`;
    }
    const counts = row as readonly unknown[];
    const at = counts.findIndex(
      (count) => !(Number.isSafeInteger(count) && (count as number) >= 0),
    );
    if (at === -1) continue;
    const [count] = counts.slice(at);
    const got = typeof count === "number" ? `${count}` : `what is no number`;
    return `row ${label}, column ${at}: expected a whole number of images, got ${got}`;
  }
  return undefined;
}
