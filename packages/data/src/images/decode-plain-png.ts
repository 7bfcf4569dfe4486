import { zlib } from "../zlib.js";
import { pngChunks } from "./png-chunks.js";

/** By colour type (PNG 3rd edition, 11.2.1): channels that are stored, and those that are kept. */
const CHANNELS: Partial<Record<number, readonly [stored: number, kept: 1 | 3]>> = {
  0: [1, 1],
  2: [3, 3],
  4: [2, 1],
  6: [4, 3],
};

/** Parts that do not change what pixels are, and those that are read here. */
const PLAIN = /^(?:IHDR|IDAT|IEND|[a-z]...)$/;

/**
 * Decodes a PNG image of bytes that is not interlaced, as nearly all are: twenty times faster than a
 * library that is made for large images sets about it. Whatever else there is, or is wrong, is left to
 * that.
 *
 * @returns `[C, H, W]` without alpha; undefined where it is another
 */
export function decodePlainPng(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let header: Header | undefined;
  let isWhole = false;
  for (const { type, data, isSound } of pngChunks(bytes)) {
    // By Exif data an image may lie on its side.
    if (!PLAIN.test(type) || type === "eXIf" || !isSound) return undefined;
    if (type === "IHDR") header = plainHeader(data);
    if (header === undefined) return undefined;
    if (type === "IDAT") parts.push(data);
    isWhole = type === "IEND";
    if (isWhole) break;
  }
  if (header === undefined || !isWhole) return undefined;
  const rows = inflate(parts, header.height * (1 + header.width * header.stored));
  return rows && toPlanes(rows, header);
}

interface Header {
  readonly height: number;
  readonly width: number;
  /** Channels. */
  readonly stored: number;
  readonly kept: 1 | 3;
}

function plainHeader(data: Uint8Array): Header | undefined {
  if (data.length !== 13) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const channels = CHANNELS[data[9]!];
  const [depth, compression, filter, interlace] = [data[8], data[10], data[11], data[12]];
  if (channels === undefined || depth !== 8) return undefined;
  if (compression !== 0 || filter !== 0 || interlace !== 0) return undefined;
  const [stored, kept] = channels;
  return { width: view.getUint32(0), height: view.getUint32(4), stored, kept };
}

function inflate(parts: readonly Uint8Array[], length: number): Buffer | undefined {
  const [first, ...more] = parts;
  if (first === undefined) return undefined;
  const deflated = more.length > 0 ? Buffer.concat(parts) : first;
  try {
    // One more, to notice when there is more.
    const rows = zlib().inflateSync(deflated, {
      maxOutputLength: length + 1,
      chunkSize: chunkFor(length),
    });
    return rows.length === length ? rows : undefined;
  } catch {
    // Why it cannot be, the library tells.
    return undefined;
  }
}

/** So that small images are inflated at once, and of large ones there is not twice the memory. */
function chunkFor(length: number): number {
  return Math.min(Math.max(length + 1, 64), 2 ** 16);
}

function toPlanes(rows: Buffer, { height, width, stored, kept }: Header): Uint8Array | undefined {
  const planes = new Uint8Array(kept * height * width);
  const rowBytes = width * stored;
  let above: Uint8Array = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const start = y * (1 + rowBytes);
    const row = rows.subarray(start + 1, start + 1 + rowBytes);
    if (!unfilter(rows[start]!, row, above, stored)) return undefined;
    for (let c = 0; c < kept; c++) {
      const plane = (c * height + y) * width;
      for (let x = 0; x < width; x++) planes[plane + x] = row[x * stored + c]!;
    }
    above = row;
  }
  return planes;
}

/** Undoes a row's filter in place (9.2). @param step bytes of a pixel */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): boolean {
  const { length } = row;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = step; i < length; i++) row[i]! += row[i - step]!;
      return true;
    case 2:
      for (let i = 0; i < length; i++) row[i]! += above[i]!;
      return true;
    case 3:
      for (let i = 0; i < step; i++) row[i]! += above[i]! >> 1;
      for (let i = step; i < length; i++) row[i]! += (row[i - step]! + above[i]!) >> 1;
      return true;
    case 4:
      for (let i = 0; i < step; i++) row[i]! += above[i]!;
      for (let i = step; i < length; i++) {
        row[i]! += paeth(row[i - step]!, above[i]!, above[i - step]!);
      }
      return true;
    default:
      return false;
  }
}

/** Whichever of left, up and upper left is nearest to left + up - upper left. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
