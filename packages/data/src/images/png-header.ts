import { DataError, shorten } from "@evalpool/errors";
import { orientationOf } from "./exif-orientation.js";
import type { ImageHeader } from "./image-header.js";
import { pngChunks } from "./png-chunks.js";

/** Bits of the colour type (PNG 3rd edition, 11.2.1). */
const PALETTE = 1;
const COLOUR = 2;

/**
 * What a PNG image says of itself; undefined where it is cut short before.
 *
 * @throws {DataError} when the checksum of any of its parts does not fit: not all libraries look at all
 */
export function pngHeader(bytes: Uint8Array, name: string): ImageHeader | undefined {
  let header: ImageHeader | undefined;
  let isOnItsSide = false;
  for (const { type, data, isSound } of pngChunks(bytes)) {
    if (!isSound) {
      throw new DataError(
        name,
        `damaged image: its part ${shorten(type, 20)} has another checksum`,
      );
    }
    if (type === "IHDR" && data.length === 13) header ??= fromFields(data);
    if (type === "eXIf") isOnItsSide = orientationOf(data) > 4;
    if (type === "IEND") break;
  }
  if (header === undefined || !isOnItsSide) return header;
  return { ...header, height: header.width, width: header.height };
}

function fromFields(data: Uint8Array): ImageHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, type] = [view.getUint8(8), view.getUint8(9)];
  if (type & (PALETTE | COLOUR)) return { channels: 3, height, width, stored: "rgb" };
  return { channels: 1, height, width, stored: depth === 16 ? "gray16" : "gray" };
}
