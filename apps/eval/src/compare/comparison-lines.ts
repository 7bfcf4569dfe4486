import { cutTo, fillEnd, fillStart } from "../terminal/columns.js";
import type { Paint } from "../terminal/paint.js";

/** Columns of a line's name at most, and of each of its three cells. */
const NAME = 20;
const WIDE = 12;
const NARROW = 9;

/** A figure of a comparison. */
export interface ComparedFigure {
  /** Where there is room, and where there is little. */
  readonly name: string | readonly [wide: string, narrow: string];
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly difference: number | undefined;
  /** Whether less of it is better. */
  readonly isLoss?: boolean;
}

/** Lines of a name and three cells, as wide as a terminal has room for, from 40 columns on. */
export class ComparisonLines {
  readonly #cell: number;
  readonly #name: number;

  constructor(
    readonly columns: number,
    readonly paint: Paint,
  ) {
    this.#cell = columns < NAME + 3 * WIDE ? NARROW : WIDE;
    this.#name = Math.max(1, Math.min(NAME, columns - 3 * this.#cell));
  }

  /** Columns that a name may take. */
  get nameWidth(): number {
    return this.#name;
  }

  /** Columns that the text of a cell may take. */
  get cellWidth(): number {
    return this.#cell - 1;
  }

  line(name: ComparedFigure["name"], ...cells: readonly string[]): string {
    const [wide, narrow] = typeof name === "string" ? [name, name] : name;
    const shown = cutTo(this.#name < NAME ? narrow : wide, this.#name);
    return fillEnd(shown, this.#name) + cells.map((cell) => fillStart(cell, this.#cell)).join("");
  }

  /** What is not known of one of the two has no difference. */
  score({ name, a, b, difference, isLoss = false }: ComparedFigure): string {
    const text = (value: number | undefined): string => value?.toFixed(4) ?? "-";
    const both = this.line(name, text(a), text(b));
    if (difference === undefined) return both + fillStart("-", this.#cell);
    const cell = fillStart((difference < 0 ? "" : "+") + text(difference), this.#cell);
    const isSeen = Math.abs(difference) >= 5e-5;
    if (!isSeen) return both + cell;
    return both + this.paint(difference < 0 === isLoss ? "better" : "worse", cell);
  }
}
