import { DataError } from "@evalpool/errors";
import type { PlanarImage } from "@evalpool/pictures";

/** Longest side of a picture that is opened, in pixels: larger ones are shrunk to it. */
const LONGEST = 1024;

/**
 * The pixels of a picture file, by the browser's own decoders: three channels, or one where it is
 * gray. What is transparent is white paper.
 *
 * @throws {DataError} when it is no picture that the browser knows
 */
export async function decodePicture(file: Blob, name: string): Promise<PlanarImage> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new DataError(name, "expected a picture that this browser can show", { cause });
  });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (context === null) throw new DataError(name, "this browser gives no canvas to decode it");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return planesOf(context.getImageData(0, 0, width, height));
}

function planesOf({ data, width, height }: ImageData): PlanarImage {
  const length = width * height;
  const planes = new Uint8Array(3 * length);
  let isGray = true;
  for (let i = 0; i < length; i++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * i, 4 * i + 3);
    planes[i] = red;
    planes[length + i] = green;
    planes[2 * length + i] = blue;
    isGray &&= red === green && green === blue;
  }
  return isGray
    ? { shape: [1, height, width], bytes: planes.slice(0, length) }
    : { shape: [3, height, width], bytes: planes };
}
