import { createHash } from "node:crypto";
import { DataError } from "@evalpool/errors";
import { openContent } from "@evalpool/files/node";
import type { StoredImages } from "@evalpool/mnist";
import type { ImageAxes } from "../../axes-said.js";
import type { PixelMeaning } from "../../pixels-of-numbers.js";
import { createSpool, type Spool } from "../../spool.js";
import type { OpenOptions } from "../format.js";
import { columnsOf } from "./columns.js";
import { delimiterOf } from "./delimiter.js";
import { imageShape } from "./image-shape.js";
import { createLabelColumn, type LabelColumn } from "./label-column.js";
import { readFields } from "./read-fields.js";
import type { RowReader } from "./row-reader.js";
import { pixelsIn, type Table } from "./table.js";
import { wholeLines } from "./whole-lines.js";

/** What a table holds. */
export interface TableContent {
  readonly shape: ImageAxes;
  readonly count: number;
  /** Without them they are in another file. */
  readonly labels: LabelColumn | undefined;
  readonly images: Uint8Array | StoredImages;
  readonly meaning: PixelMeaning;
  /** Bytes that a pixel takes in `images`. */
  readonly width: 1 | 4;
  /** Of the file's content. */
  readonly sha256: string;
}

/** How rows are read, and what as. */
export interface Rows {
  readonly create: (table: Table, spool: Spool) => RowReader;
  /** Bytes that it writes for a pixel. */
  readonly width: 1 | 4;
}

/**
 * Reads a table once, from beginning to end.
 *
 * @returns undefined where a row is of other numbers than `rows` takes
 * @throws {DataError} when it is no table of images
 */
export async function readTable(
  file: string,
  rows: Rows,
  options: OpenOptions,
): Promise<TableContent | undefined> {
  using spool = createSpool(options.memory);
  await using content = await openContent(file);
  const hash = createHash("sha256");
  const lines = createLines(file, rows, spool, options);
  for await (const text of wholeLines(content, file, hash)) {
    options.signal?.throwIfAborted();
    if (!lines.read(text)) return undefined;
  }
  return { ...lines.finish(), sha256: hash.digest("hex") };
}

interface Lines {
  /** @returns whether all were such as are taken */
  readonly read: (text: Buffer) => boolean;
  readonly finish: () => Omit<TableContent, "sha256">;
}

const NEWLINE = 10;
const RETURN = 13;

function createLines(file: string, rows: Rows, spool: Spool, options: OpenOptions): Lines {
  let line = 0;
  let count = 0;
  let blank: number | undefined;
  let begun: Begun | undefined;

  const take = (text: Buffer, start: number, end: number): boolean => {
    if (blank !== undefined) {
      throw new DataError(file, `line ${blank}: expected a row, got a blank line`);
    }
    if (begun === undefined) {
      begun = begin(text.toString("utf8", start, end), file, rows, spool, options);
      if (begun.table.columns.names) return true;
    }
    count++;
    return begun.reader.read(text, start, end, line);
  };
  return {
    read(text) {
      for (let start = 0; start < text.length;) {
        const newline = text.indexOf(NEWLINE, start);
        const end = text[newline - 1] === RETURN && newline > start ? newline - 1 : newline;
        line++;
        if (isBlank(text, start, end)) blank ??= line;
        else if (!take(text, start, end)) return false;
        start = newline + 1;
      }
      return true;
    },
    finish() {
      if (begun === undefined || count === 0) {
        const got = begun ? "a first line with names alone" : "an empty file";
        throw new DataError(file, `expected rows of a label and pixels, got ${got}`);
      }
      const { reader, table, shape } = begun;
      const meaning = reader.finish();
      const stride = pixelsIn(table) * rows.width;
      const images = spool.finish(stride, file);
      const held = images instanceof Uint8Array ? images.length / stride : images.parts[0]?.count;
      if (held !== count) throw new Error(`${file}: of ${count} rows ${held ?? 0} are held`);
      return { shape, count, labels: table.labels, images, meaning, width: rows.width };
    },
  };
}

interface Begun {
  readonly table: Table;
  readonly shape: ImageAxes;
  readonly reader: RowReader;
}

function begin(
  text: string,
  file: string,
  rows: Rows,
  spool: Spool,
  { labels, shape }: OpenOptions,
): Begun {
  const delimiter = delimiterOf(text);
  const columns = columnsOf(readFields({ text, file, line: 1 }, delimiter), file, labels);
  const column = columns.label === undefined ? undefined : createLabelColumn(file);
  const table = { file, delimiter, columns, labels: column };
  return {
    table,
    shape: imageShape(pixelsIn(table), shape, file),
    reader: rows.create(table, spool),
  };
}

/** Nothing, or spaces. */
function isBlank(text: Buffer, start: number, end: number): boolean {
  if (start < end && text[start] !== 32) return false;
  return text.toString("latin1", start, end).trim() === "";
}
