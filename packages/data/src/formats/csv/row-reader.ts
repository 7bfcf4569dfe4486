import type { PixelMeaning } from "../../pixels-of-numbers.js";

/** Takes a table's rows, one after the other. */
export interface RowReader {
  /**
   * @param end where the line ends, without `\r`
   * @param line from 1 on
   * @returns false where the row is of other numbers than this one takes
   * @throws {DataError} when it is no row of the table
   */
  readonly read: (bytes: Buffer, start: number, end: number, line: number) => boolean;
  /** What the numbers are that were read. */
  readonly finish: () => PixelMeaning;
}
