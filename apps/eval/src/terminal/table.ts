import { wrap } from "./entry.js";

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  readonly align?: "right";
  /** Whether its cells may be wrapped between words. */
  readonly wraps?: true;
  /** Columns that are left out first where there is no room have the largest. */
  readonly rank: number;
}

/** A table in lines, and the titles of the columns for which there was no room. */
export interface Table {
  readonly lines: readonly string[];
  readonly leftOut: readonly string[];
}

const GAP = 2;

/** A space in a cell that does not part lines. */
export const NO_BREAK = "\u00a0";

/**
 * Lays out a table: where it is wider than the terminal, cells are wrapped; where that is not
 * enough, columns are left out.
 *
 * @param finish called with each line's text and the number of its row, -1 for the titles
 */
export function layOutTable(
  all: readonly Column[],
  width: number,
  finish: (line: string, row: number) => string = (line) => line,
): Table {
  let columns = all;
  while (columns.length > 2 && leastWidth(columns) > width) {
    const last = columns.reduce((a, b) => (b.rank > a.rank ? b : a));
    columns = columns.filter((column) => column !== last);
  }
  const widths = fit(columns, width);
  const rows = Math.max(0, ...columns.map(({ cells }) => cells.length));
  const lines = Array.from({ length: rows + 1 }, (_, i) => {
    const cells = columns.map(({ title, cells, wraps }, c) => {
      const text = i === 0 ? title : (cells[i - 1] ?? "");
      return wraps ? wrap(text, widths[c] ?? 0) : [text];
    });
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) => {
      const texts = columns.map(({ align }, c) => {
        const text = cells[c]?.[at] ?? "";
        return align ? text.padStart(widths[c] ?? 0) : text.padEnd(widths[c] ?? 0);
      });
      return finish(texts.join(" ".repeat(GAP)).replaceAll(NO_BREAK, " ").trimEnd(), i - 1);
    });
  });
  const leftOut = all.filter((column) => !columns.includes(column)).map(({ title }) => title);
  return { lines: lines.flat(), leftOut };
}

/** Takes from the columns that wrap, where that makes the fewest lines, as long as there is need and room. */
function fit(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(({ title, cells }) => longest([title, ...cells]));
  const least = columns.map(leastOf);
  for (let excess = total(widths) - width; excess > 0; excess--) {
    const costs = widths.map((now, c) =>
      now > (least[c] ?? 0) ? linesOf(columns[c], now - 1) - now / 1e6 : Infinity,
    );
    const cheapest = costs.indexOf(Math.min(...costs));
    if (costs[cheapest] === Infinity) break;
    widths[cheapest] = (widths[cheapest] ?? 0) - 1;
  }
  return widths;
}

/** More than one a row. */
function linesOf(column: Column | undefined, width: number): number {
  const cells = column?.cells ?? [];
  return cells.reduce((sum, text) => sum + wrap(text, width).length - 1, 0);
}

function leastWidth(columns: readonly Column[]): number {
  return total(columns.map(leastOf));
}

/** The longest word where a column wraps. */
function leastOf({ title, cells, wraps }: Column): number {
  const texts = [title, ...cells];
  return longest(wraps ? texts.flatMap((text) => text.split(" ")) : texts);
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}
