import type { ImageFormat } from "@evalpool/mnist";
import type { ImageReader } from "../image-source.js";
import type { StoredReader } from "./stored-reader.js";

/** Gives each image as `[C, H, W]`, upright, whatever it is stored as. */
export function arrange(stored: StoredReader, format: ImageFormat): ImageReader {
  const dispose = (): void => stored[Symbol.dispose]();
  const places = placesOf(format);
  if (places === undefined) {
    return {
      read(first, into) {
        stored.read(first, into);
        return undefined;
      },
      [Symbol.dispose]: dispose,
    };
  }
  let scratch = new Uint8Array();
  return {
    read(first, into) {
      if (scratch.length < into.length) scratch = new Uint8Array(into.length);
      const images = scratch.subarray(0, into.length);
      stored.read(first, images);
      if (format.element === "uint8") move(images, into, places);
      else move(floatsOf(images), floatsOf(into), places);
      return undefined;
    },
    [Symbol.dispose]: dispose,
  };
}

/** Where each element of `[C, H, W]` is stored; undefined where that is its place already. */
function placesOf(format: ImageFormat): Int32Array | undefined {
  const { channels, height, width, layout, isTransposed = false } = format;
  const isPlanar = layout === "CHW" || channels === 1;
  if (isPlanar && !isTransposed) return undefined;
  const [rowStep, columnStep] = isTransposed ? [1, height] : [width, 1];
  const [channelStep, pixelStep] = isPlanar ? [height * width, 1] : [1, channels];
  const places = new Int32Array(channels * height * width);
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        places[at++] = c * channelStep + (y * rowStep + x * columnStep) * pixelStep;
      }
    }
  }
  return places;
}

function move<T extends Uint8Array | Float32Array>(from: T, into: T, places: Int32Array): void {
  const { length } = places;
  for (let image = 0; image < into.length; image += length) {
    for (let i = 0; i < length; i++) into[image + i] = from[image + places[i]!]!;
  }
}

function floatsOf({ buffer, byteOffset, byteLength }: Uint8Array): Float32Array {
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}
