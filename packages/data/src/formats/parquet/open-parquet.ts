import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError, shorten } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { fileStamp, READ_FLAGS } from "@evalpool/files/node";
import type { AsyncBuffer, ColumnMetaData, FileMetaData, SchemaTree } from "hyparquet";
import { attempt } from "../../attempt.js";
import { decompressors } from "./decompressors.js";

/** A Parquet file whose rows can be read. */
export interface ParquetFile extends Disposable {
  readonly file: string;
  readonly metadata: FileMetaData;
  /** Its columns, of which structs have children. */
  readonly columns: readonly SchemaTree[];
  /** `fileStamp` of what is open. */
  readonly stamp: () => string;
  /** Rows of each row group. */
  readonly groups: readonly number[];
  /**
   * Rows of a row group, of some columns.
   *
   * @throws {DataError} when it is damaged
   */
  readonly rowsOf: (group: number, columns: string[]) => Promise<Row[]>;
}

/** Values by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Bytes of what a file says of itself: a few thousand for each row group. */
const MOST_METADATA = 2 ** 26;
/** Bytes of a row group, which is held whole. */
const MOST_GROUP = 2 ** 30;
/** Rows of a file. */
const MOST_ROWS = 100_000_000;

/** @throws {DataError} when it cannot be read, is none or is cut short */
export async function openParquet(file: string): Promise<ParquetFile> {
  const descriptor = attempt(file, () => openSync(file, READ_FLAGS));
  try {
    return await opened(file, descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

async function opened(file: string, descriptor: number): Promise<ParquetFile> {
  const size = attempt(file, () => fstatSync(descriptor)).size;
  const read = (start: number, into: Uint8Array): void => {
    let done = 0;
    for (let bytes = -1; done < into.length && bytes !== 0; done += bytes) {
      const at = done;
      bytes = attempt(file, () => readSync(descriptor, into, at, into.length - at, start + at));
    }
    if (done < into.length) throw new DataError(file, "expected a file at rest, got one cut short");
  };
  requireWhole(file, size, read);
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const buffer = asBuffer(size, read);
  const metadata = await soundly(file, () => parquetMetadataAsync(buffer, { geoparquet: false }));
  const { children } = await soundly(file, () => parquetSchema(metadata));
  // A damaged one may lack what its type says.
  if (metadata.schema.some(({ name }) => typeof name !== "string")) {
    throw new DataError(file, "damaged: a column without a name");
  }
  const groups = rowsByGroup(file, metadata);
  const starts: number[] = [];
  groups.reduce((start, rows, group) => {
    starts[group] = start;
    return start + rows;
  }, 0);
  return {
    file,
    metadata,
    columns: children,
    groups,
    stamp: () => fileStamp(fstatSync(descriptor, { bigint: true })),
    async rowsOf(group, columns) {
      const [rowStart = 0, count = 0] = [starts[group], groups[group]];
      const what = { file: buffer, metadata, columns, rowStart, rowEnd: rowStart + count };
      const how = { compressors: decompressors, utf8: false, geoparquet: false };
      const rows = await soundly(file, () => parquetReadObjects({ ...what, ...how }));
      if (rows.length === count) return rows;
      throw new DataError(file, `damaged: expected ${count} rows in a group, got ${rows.length}`);
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

type Read = (start: number, into: Uint8Array) => void;

/** Bytes that tell what a file is. */
const HEAD = 4096;

/** Both ends bear the mark, and between them there is room for what the file says of itself. */
function requireWhole(file: string, size: number, read: Read): void {
  const head = new Uint8Array(Math.min(size, HEAD));
  read(0, head);
  const kind = fileKind(head);
  if (kind?.id !== "parquet") {
    const next = kind?.remedy === undefined ? "" : `; ${kind.remedy}`;
    const got = kind?.name ?? "a file of no known kind";
    throw new DataError(file, `expected a Parquet file, got ${got}${next}`);
  }
  const tail = Buffer.alloc(8);
  if (size >= 12) read(size - 8, tail);
  if (tail.toString("latin1", 4) !== "PAR1") {
    throw new DataError(file, "expected a Parquet file, got one that is cut short");
  }
  const length = tail.readUInt32LE(0);
  if (length <= Math.min(size - 12, MOST_METADATA)) return;
  throw new DataError(file, `damaged: ${length} bytes of metadata in a file of ${size}`);
}

function asBuffer(byteLength: number, read: Read): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const isRange = start >= 0 && start <= end && end <= byteLength && end - start <= MOST_GROUP;
      if (!isRange) throw new Error(`bytes ${start} to ${end} of ${byteLength}`);
      const buffer = new ArrayBuffer(end - start);
      read(start, new Uint8Array(buffer));
      return buffer;
    },
  };
}

function rowsByGroup(file: string, { row_groups: groups, num_rows: all }: FileMetaData): number[] {
  const rows = groups.map(({ num_rows: count }) => Number(count));
  const total = rows.reduce((sum, count) => sum + count, 0);
  const areSound = rows.every((count) => Number.isInteger(count) && count >= 0);
  if (!areSound || total !== Number(all) || total > MOST_ROWS) {
    throw new DataError(file, `damaged: ${all} rows by its metadata, ${total} in its row groups`);
  }
  for (const { columns } of groups) {
    for (const { meta_data: said } of columns) requireReadable(file, said);
  }
  return rows;
}

function requireReadable(file: string, said: ColumnMetaData | undefined): void {
  if (said === undefined) throw new DataError(file, "damaged: a column without metadata");
  const { codec, total_uncompressed_size: whole, total_compressed_size: stored } = said;
  if (!codecs.includes(codec)) {
    const next = `write it with one of ${codecs.join(", ")}`;
    throw new DataError(file, `is compressed with ${codec}, which is not read; ${next}`);
  }
  const bytes = Math.max(Number(whole), Number(stored));
  if (bytes <= MOST_GROUP) return;
  const expected = `expected row groups of at most ${MOST_GROUP} bytes`;
  throw new DataError(file, `${expected}, got ${bytes}; write it with smaller ones`);
}

/** What columns may be compressed with. */
const codecs: readonly string[] = ["UNCOMPRESSED", "SNAPPY", ...Object.keys(decompressors)];

/** Whatever the reader throws at a damaged file. */
async function soundly<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(file, `damaged: ${shorten((cause as Error).message, 120)}`, { cause });
  }
}
