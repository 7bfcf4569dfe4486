import type { Spool } from "../../spool.js";
import { parseRow } from "./parse-row.js";
import { readPlain } from "./read-plain.js";
import type { RowReader } from "./row-reader.js";
import { pixelsIn, type Table } from "./table.js";

/** Bytes of images that are handed over at a time. */
const BLOCK = 2 ** 18;

/** One that stands for itself. */
const PLAIN_LABEL = /^[^\s"\0](?:[^"\0]*[^\s"\0])?$/;

/** Rows of whole numbers from 0 to 255, into the spool; it stops at others. */
export function createByteRows(table: Table, spool: Spool): RowReader {
  const { columns, labels } = table;
  const pixels = pixelsIn(table);
  const delimiter = table.delimiter.charCodeAt(0);
  const before = columns.label ?? pixels;
  const block = new Uint8Array(Math.max(1, Math.floor(BLOCK / pixels)) * pixels);
  let filled = 0;

  /** Whether the row was plain. */
  const readQuickly = (bytes: Buffer, start: number, end: number, line: number): boolean => {
    const at = readPlain(bytes, start, end, delimiter, block, filled, before);
    if (at === -1 || labels === undefined || columns.label === undefined) return at === end + 1;
    const next = bytes.indexOf(delimiter, at);
    const labelEnd = next === -1 || next > end ? end : next;
    const label = bytes.toString("utf8", at, labelEnd);
    const rest = labelEnd + 1;
    const after = pixels - before;
    const got = readPlain(bytes, rest, end, delimiter, block, filled + before, after);
    if (got !== end + 1 || !PLAIN_LABEL.test(label)) return false;
    labels.add(label, line);
    return true;
  };
  const readSlowly = (text: string, line: number): boolean => {
    const { label, pixels: values } = parseRow(table, text, line);
    if (!values.every((value) => value >= 0 && value <= 255 && Number.isInteger(value))) {
      return false;
    }
    block.set(values, filled);
    if (label !== undefined) labels?.add(label, line);
    return true;
  };
  return {
    read(bytes, start, end, line) {
      const isRead =
        readQuickly(bytes, start, end, line) ||
        readSlowly(bytes.toString("utf8", start, end), line);
      if (!isRead) return false;
      filled += pixels;
      if (filled === block.length) {
        spool.write(block);
        filled = 0;
      }
      return true;
    },
    finish() {
      spool.write(block.subarray(0, filled));
      return "bytes";
    },
  };
}
