import { encode } from "fast-png";
import { drawnChannels, type PlanarImage } from "./planar-image.js";

/** A picture in the making: grey, or red, green and blue of each pixel. */
export interface Raster {
  readonly width: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** An empty one, in colour where one of the images that it is for is. @param paper 0 to 255 */
export function createRaster(
  { width, height }: { readonly width: number; readonly height: number },
  images: Iterable<PlanarImage>,
  paper: number,
): Raster {
  let channels: Raster["channels"] = 1;
  for (const image of images) if (drawnChannels(image) === 3) channels = 3;
  const data = new Uint8Array(width * height * channels).fill(paper);
  return { width, channels, data };
}

/** Draws an image, each of its pixels as a square of `scale`. */
export function paintImage(
  { width, channels, data }: Raster,
  image: PlanarImage,
  { left, top }: { readonly left: number; readonly top: number },
  scale = 1,
): void {
  const [, rows, columns] = image.shape;
  const ofColor = drawnChannels(image) === 3 ? rows * columns : 0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * ofColor;
    for (let y = 0; y < rows * scale; y++) {
      const row = plane + Math.floor(y / scale) * columns;
      let to = ((top + y) * width + left) * channels + channel;
      for (let x = 0; x < columns * scale; x++, to += channels) {
        data[to] = image.bytes[row + Math.floor(x / scale)]!;
      }
    }
  }
}

/** A picture as the bytes of a PNG file. @param level of compression: 9 is the smallest, 6 takes a fraction of the time */
export function rasterToPng({ width, channels, data }: Raster, level: 6 | 9 = 9): Uint8Array {
  const height = data.length / (width * channels);
  return encode({ width, height, data, channels }, { zlib: { level } });
}
