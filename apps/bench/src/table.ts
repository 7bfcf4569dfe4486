/** A titled table; the first column is text, the others are figures. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a reader must know beside it, a line each. */
  readonly notes?: readonly string[];
}

/** For a terminal: columns in line, figures to the right. */
export function formatTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, i) =>
        i === 0 ? (cells[i] ?? "").padEnd(width) : (cells[i] ?? "").padStart(width),
      )
      .join("  ");
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [title, "", line(columns), rule, ...rows.map(line), "", ...notes, ""].join("\n");
}

/** For docs/speed.md. */
export function formatMarkdown({ title, columns, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = columns.map((_, i) => (i === 0 ? "---" : "---:"));
  return [`**${title}**`, "", line(columns), line(rule), ...rows.map(line), "", ...notes, ""].join(
    "\n",
  );
}

/** Milliseconds with as many digits as say something. */
export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

export function integer(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}
