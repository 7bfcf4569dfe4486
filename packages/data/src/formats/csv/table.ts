import type { Columns } from "./columns.js";
import type { LabelColumn } from "./label-column.js";

/** A table that is being read. */
export interface Table {
  readonly file: string;
  readonly delimiter: string;
  readonly columns: Columns;
  /** Without them its columns are of pixels alone. */
  readonly labels: LabelColumn | undefined;
}

/** Pixels in a row of it. */
export function pixelsIn({ columns: { count, label } }: Table): number {
  return label === undefined ? count : count - 1;
}
