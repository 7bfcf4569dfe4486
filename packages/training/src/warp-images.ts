import type { Floats } from "./floats.js";
import type { ImageShape } from "./shift-images.js";

/**
 * Where a pixel of a warped image comes from: at (y, x) from the centre it shows what was at
 * (yy·y + yx·x, xy·y + xx·x).
 */
export interface Warp {
  yy: number;
  yx: number;
  xy: number;
  xx: number;
}

/**
 * Copies one image turned, stretched and sheared around its centre, then moved `down` and `right`.
 * Between pixels it is interpolated linearly; around the image all is 0.
 *
 * @param from index of the image's first pixel in `source`
 * @param to the same in `target`
 */
export function copyWarped(
  source: ArrayLike<number>,
  from: number,
  target: Floats,
  to: number,
  { channels, height, width }: ImageShape,
  { yy, yx, xy, xx }: Warp,
  down: number,
  right: number,
): void {
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  for (let row = 0; row < height; row++) {
    const y = row - middleY - down;
    for (let column = 0; column < width; column++) {
      const x = column - middleX - right;
      const sourceY = middleY + yy * y + yx * x;
      const sourceX = middleX + xy * y + xx * x;
      const [top, left] = [Math.floor(sourceY), Math.floor(sourceX)];
      const [below, beside] = [sourceY - top, sourceX - left];
      for (let channel = 0; channel < channels; channel++) {
        const plane = channel * height * width;
        let value = 0;
        for (let i = 0; i < 2; i++) {
          if (top + i < 0 || top + i >= height) continue;
          const line = from + plane + (top + i) * width;
          const first = left >= 0 && left < width ? source[line + left]! : 0;
          const second = left >= -1 && left + 1 < width ? source[line + left + 1]! : 0;
          value += (i === 0 ? 1 - below : below) * (first + beside * (second - first));
        }
        target[to + plane + row * width + column] = value;
      }
    }
  }
}
