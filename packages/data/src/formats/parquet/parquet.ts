import { basename } from "node:path";
import { DataError } from "@evalpool/errors";
import { digest, fileSha256 } from "@evalpool/files/node";
import { sourceDigest } from "@evalpool/mnist/node";
import type { IndexedSource, ParquetPart } from "@evalpool/mnist";
import { createEncodedStore, type EncodedStore } from "../../images/encoded-store.js";
import { columnLabels, type LabelValue } from "./column-labels.js";
import type { Format, Found, OpenOptions, Place } from "../format.js";
import { findColumns, type ImageColumns } from "./find-columns.js";
import { imageOfRow } from "./image-of-row.js";
import { openParquet, type ParquetFile } from "./open-parquet.js";
import { findParquet, splitOfFile, type ParquetFiles } from "./parquet-files.js";
import { rowName } from "./row-name.js";

const NAME = "Parquet files";

/** PNG and JPEG images in a column, with a column of labels, as Hugging Face stores them. */
export const parquet: Format = {
  name: NAME,
  find(place) {
    const files = filesOf(place);
    return Promise.resolve(files.size === 0 ? undefined : found(files));
  },
};

function filesOf({ path, isDirectory, kind }: Place): ParquetFiles {
  if (isDirectory) return findParquet(path);
  if (kind?.id !== "parquet") return new Map();
  return new Map([[splitOfFile(path) ?? "test", [path]]]);
}

function found(files: ParquetFiles): Found {
  return {
    splits: [...files.keys()],
    open: (split, options) => open(files.get(split) ?? [], split, options),
  };
}

/** What is read of all files, in turn. */
interface Reading {
  readonly store: EncodedStore;
  readonly labels: LabelValue[];
  readonly signal: AbortSignal | undefined;
}

async function open(
  files: readonly string[],
  split: string,
  options: OpenOptions,
): Promise<IndexedSource> {
  const reading = {
    store: createEncodedStore(options.memory),
    labels: [],
    signal: options.signal,
  };
  const parts: ParquetPart[] = [];
  const lines: string[] = [];
  let columns: ImageColumns | undefined;
  for (const file of files) {
    using parquet = await openParquet(file);
    const { images, labels } = (columns ??= findColumns(parquet));
    const stamp = parquet.stamp();
    await readRows(parquet, images, labels, reading);
    const sha256 = await fileSha256(file, reading.signal);
    if (parquet.stamp() !== stamp) {
      throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
    }
    parts.push({ file, stamp, rows: parquet.groups });
    lines.push(`${sha256}  ${basename(file)}\n`);
  }
  const { store, labels } = reading as Reading;
  const [file = split] = files;
  if (columns === undefined || labels.length === 0) {
    throw new DataError(file, "expected images, got no rows");
  }
  const { format } = store;
  const whole = { kind: "parquet", column: columns.images, parts } as const;
  return {
    name: file,
    split,
    kind: NAME,
    ...(format && { format }),
    ...columnLabels(labels, file, options, columns.classNames),
    count: labels.length,
    handle: store.finish() ?? whole,
    digest: sourceDigest({
      // Of one file, that of its content.
      images: lines.length === 1 ? (lines[0] ?? "").slice(0, 64) : sha256Of(lines),
      labels: sha256Of(labels.map((label) => `${label}\n`)),
    }),
  };
}

async function readRows(
  parquet: ParquetFile,
  images: string,
  labels: string,
  reading: Reading,
): Promise<void> {
  let row = 0;
  for (const group of parquet.groups.keys()) {
    reading.signal?.throwIfAborted();
    for (const values of await parquet.rowsOf(group, [images, labels])) {
      const name = rowName(parquet.file, row++);
      reading.store.add(imageOfRow(values, images, name), name);
      reading.labels.push(labelOf(values[labels], labels, name));
    }
  }
}

function labelOf(value: unknown, column: string, name: string): LabelValue {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "string") {
    return value;
  }
  throw new DataError(name, `expected a label in column ${column}, got none`);
}

function sha256Of(lines: readonly string[]): string {
  return digest("sha256", Buffer.from(lines.join("")));
}
