import { orientationOf } from "./exif-orientation.js";
import type { ImageHeader } from "./image-header.js";

/** Markers (ITU-T T.81, table B.1). */
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** Of those from SOF0 to SOF15, the ones that begin no frame: DHT, JPG and DAC. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/** By the number of components. */
const STORED: Partial<Record<number, ImageHeader["stored"]>> = { 1: "gray", 3: "rgb", 4: "cmyk" };

/** What a JPEG image says of itself; undefined where it is cut short before. */
export function jpegHeader(bytes: Uint8Array): ImageHeader | undefined {
  let header: ImageHeader | undefined;
  let orientation = 1;
  for (const { marker, data } of segments(bytes)) {
    if (marker === APP1 && isExif(data)) orientation = orientationOf(data.subarray(6));
    if (isFrame(marker)) header ??= fromFrame(data);
  }
  if (header === undefined || orientation < 5) return header;
  return { ...header, height: header.width, width: header.height };
}

interface Segment {
  readonly marker: number;
  readonly data: Uint8Array;
}

/** Those before the first scan. */
function* segments(bytes: Uint8Array): Generator<Segment, void, void> {
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1]!;
    // A marker may have any number of these before it.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) return;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (length < 2 || at + 2 + length > bytes.length) return;
    yield { marker, data: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
}

function isExif(data: Uint8Array): boolean {
  return String.fromCharCode(...data.subarray(0, 6)) === "Exif\0\0";
}

function fromFrame(data: Uint8Array): ImageHeader | undefined {
  if (data.length < 6) return undefined;
  const [, h1, h0, w1, w0, components] = data as unknown as number[];
  const stored = STORED[components!];
  if (stored === undefined) return undefined;
  const [height, width] = [(h1! << 8) | h0!, (w1! << 8) | w0!];
  return { channels: stored === "gray" ? 1 : 3, height, width, stored };
}
