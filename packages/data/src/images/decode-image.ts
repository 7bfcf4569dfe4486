import { DataError } from "@evalpool/errors";
import type { Sharp } from "sharp";
import type { ReadImage } from "../image-source.js";
import { decodePlainPng } from "./decode-plain-png.js";
import type { ImageHeader } from "./image-header.js";
import { loadSharp } from "./load-sharp.js";
import { readImageHeader } from "./read-image-header.js";

/**
 * Decodes a PNG or JPEG image to bytes: of gray one channel, else three. Alpha is dropped, 16 bits are
 * cut to the upper 8, a palette is of colours, fewer bits of gray are spread over 0 to 255, CMYK
 * becomes RGB without a profile, as no profile is applied at all; and an image that lies on its side by
 * its Exif data is turned upright. So Pillow gives them after `exif_transpose`.
 *
 * @param name of the image, for errors
 * @returns at once where nothing has to be waited for
 * @throws {DataError} when it is damaged or cut short, or no such image
 */
export function decodeImage(bytes: Uint8Array, name: string): ReadImage | Promise<ReadImage> {
  const header = readImageHeader(bytes, name);
  const { channels, height, width } = header;
  const shape = [channels, height, width] as const;
  const planes = header.stored === "cmyk" ? undefined : decodePlainPng(bytes);
  if (planes) return { shape, bytes: planes, name };
  return decodeWithSharp(bytes, header, name).then((decoded) => ({ shape, bytes: decoded, name }));
}

async function decodeWithSharp(
  bytes: Uint8Array,
  { channels, height, width, stored }: ImageHeader,
  name: string,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  // Whatever is not as it should be is an error. The library must not read shared memory meanwhile.
  const image = sharp(Buffer.from(bytes), { failOn: "warning", autoOrient: true, ignoreIcc: true });
  const { data, info } = await asStored[stored](image)
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new DataError(name, `image is cut short or damaged${reasonOf(cause)}`, { cause });
    });
  if (info.height !== height || info.width !== width) {
    const got = `${info.height}×${info.width}`;
    throw new DataError(name, `damaged image: ${height}×${width} by its header, got ${got}`);
  }
  const pixels = height * width;
  if (stored === "gray16") return upperBytes(data, pixels);
  if (stored === "cmyk") return cmykToPlanes(data, pixels);
  return channels === 1 ? data : toPlanes(data, pixels, channels);
}

const asStored: Record<ImageHeader["stored"], (image: Sharp) => Sharp> = {
  gray: (image) => image.removeAlpha().toColourspace("b-w").raw(),
  gray16: (image) => image.removeAlpha().toColourspace("grey16").raw({ depth: "ushort" }),
  rgb: (image) => image.removeAlpha().toColourspace("srgb").raw(),
  cmyk: (image) => image.pipelineColourspace("cmyk").toColourspace("cmyk").raw(),
};

/** The first line of what the library says, where that says more than that it failed. */
function reasonOf(cause: unknown): string {
  const [line = ""] = (cause as Error).message.split("\n");
  return /failOn|lib\w*png read error/.test(line) ? "" : `: ${line}`;
}

function upperBytes(data: Uint8Array, pixels: number): Uint8Array {
  const values = new Uint16Array(Uint8Array.from(data).buffer, 0, pixels);
  return Uint8Array.from(values, (value) => value >> 8);
}

function toPlanes(data: Uint8Array, pixels: number, channels: number): Uint8Array {
  const planes = new Uint8Array(channels * pixels);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < pixels; i++) planes[c * pixels + i] = data[i * channels + c]!;
  }
  return planes;
}

/** As Pillow does: each ink takes its part of what black leaves. */
function cmykToPlanes(data: Uint8Array, pixels: number): Uint8Array {
  const planes = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    const light = 255 - data[4 * i + 3]!;
    for (let c = 0; c < 3; c++) {
      const ink = Math.round((data[4 * i + c]! * light) / 255);
      planes[c * pixels + i] = light - ink;
    }
  }
  return planes;
}
