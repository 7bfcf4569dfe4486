import { DataError } from "@evalpool/errors";
import type { EncodedInParquet, ParquetPart } from "@evalpool/mnist";
import { imageOfRow } from "../formats/parquet/image-of-row.js";
import { openParquet, type ParquetFile } from "../formats/parquet/open-parquet.js";
import { rowName } from "../formats/parquet/row-name.js";
import type { EncodedBytes } from "./encoded-bytes.js";

/** Encoded images in Parquet files, of which one row group is held at a time. */
export function encodedInParquet({ column, parts }: EncodedInParquet): EncodedBytes {
  const placeOf = createPlaces(parts);
  const open = new Map<string, Promise<ParquetFile>>();
  const openOnce = (part: ParquetPart): Promise<ParquetFile> => {
    const opening = open.get(part.file) ?? openParquet(part.file);
    open.set(part.file, opening);
    return opening;
  };
  let held: HeldGroup | undefined;
  const groupOf = (at: Place): HeldGroup => {
    if (held?.part === at.part && held.group === at.group) return held;
    held = { part: at.part, group: at.group, images: readGroup(at) };
    return held;
  };
  const readGroup = async ({ part, group, firstRow }: Place): Promise<Uint8Array[]> => {
    const parquet = await openOnce(part);
    const rows = await parquet.rowsOf(group, [column]);
    // Asked after it was read, so that all that is read is what the digest is of.
    if (parquet.stamp() !== part.stamp) {
      throw new DataError(part.file, "expected a file at rest, got one that changed meanwhile");
    }
    return rows.map((row, i) => imageOfRow(row, column, rowName(part.file, firstRow + i)));
  };
  return {
    async bytesOf(index) {
      const at = placeOf(index);
      const images = await groupOf(at).images;
      const image = images[at.row];
      if (image === undefined) throw new RangeError(`there is no image ${index}`);
      return image;
    },
    nameOf(index) {
      const { part, firstRow, row } = placeOf(index);
      return rowName(part.file, firstRow + row);
    },
    [Symbol.dispose]() {
      for (const opening of open.values()) {
        // One that could not be opened has been told of.
        void opening.then(
          (file) => file[Symbol.dispose](),
          () => undefined,
        );
      }
    },
  };
}

interface HeldGroup {
  readonly part: ParquetPart;
  readonly group: number;
  readonly images: Promise<Uint8Array[]>;
}

interface Place {
  readonly part: ParquetPart;
  readonly group: number;
  /** Of the group, in the file. */
  readonly firstRow: number;
  /** Of the image, in the group. */
  readonly row: number;
}

/** Where any image is; asked in order, at once. */
function createPlaces(parts: readonly ParquetPart[]): (index: number) => Place {
  const groups: { part: ParquetPart; group: number; firstRow: number; start: number }[] = [];
  let start = 0;
  for (const part of parts) {
    let firstRow = 0;
    for (const [group, rows] of part.rows.entries()) {
      if (rows > 0) groups.push({ part, group, firstRow, start });
      start += rows;
      firstRow += rows;
    }
  }
  let at = 0;
  return (index) => {
    while (at > 0 && index < groups[at]!.start) at--;
    while (at + 1 < groups.length && index >= groups[at + 1]!.start) at++;
    const found = groups[at];
    if (found === undefined || index >= start) throw new RangeError(`there is no image ${index}`);
    return { ...found, row: index - found.start };
  };
}
