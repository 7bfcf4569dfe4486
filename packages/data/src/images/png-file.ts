import { crc32, deflateSync } from "node:zlib";

/** What a PNG image of 8 bits is. */
interface PngKind {
  readonly height: number;
  readonly width: number;
  /** PNG 3rd edition, 11.2.1. */
  readonly colourType: number;
}

/** @param rows of the image, each a byte that says its filter, then its pixels so filtered */
export function pngFile({ height, width, colourType }: PngKind, rows: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, "latin1");
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
