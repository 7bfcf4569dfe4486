import { drawnChannels, type PlanarImage } from "./planar-image.js";

/**
 * The image so small that neither side is longer than `most`, in its own proportions: each pixel is
 * the mean of those that it stands for, as with Pillow's `BOX`. Of one that is small enough, itself.
 */
export function shrink(image: PlanarImage, most: number): PlanarImage {
  const [, height, width] = image.shape;
  const scale = most / Math.max(height, width);
  if (scale >= 1) return image;
  const channels = drawnChannels(image);
  const shape = [channels, sizeOf(height, scale), sizeOf(width, scale)] as const;
  const [, rows, columns] = shape;
  const bytes = new Uint8Array(channels * rows * columns);
  for (let channel = 0; channel < channels; channel++) {
    const plane = image.bytes.subarray(channel * height * width, (channel + 1) * height * width);
    for (let y = 0; y < rows; y++) {
      const [top, bottom] = spanOf(y, rows, height);
      for (let x = 0; x < columns; x++) {
        const [left, right] = spanOf(x, columns, width);
        let sum = 0;
        for (let row = top; row < bottom; row++) {
          for (let at = row * width + left; at < row * width + right; at++) sum += plane[at]!;
        }
        const mean = Math.round(sum / ((bottom - top) * (right - left)));
        bytes[(channel * rows + y) * columns + x] = mean;
      }
    }
  }
  return { shape, bytes };
}

function sizeOf(length: number, scale: number): number {
  return Math.max(1, Math.round(length * scale));
}

/** Which of `from` pixels the one at `place` of `to` stands for; each for one at least. */
function spanOf(place: number, to: number, from: number): [start: number, end: number] {
  return [Math.round((place * from) / to), Math.round(((place + 1) * from) / to)];
}
