import { toBase64 } from "@evalpool/pictures";
import { encode } from "fast-png";

/** An image: bytes, channel after channel. */
export interface Picture {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly bytes: Uint8Array;
}

/** A side of more pixels than that shows no more: every second is taken, or every third. */
const LONGEST_SIDE = 224;

/** An image as a PNG in an address; of other channels than one or three, the first. */
export function pictureUrl({ shape: [channels, height, width], bytes }: Picture): string {
  const step = Math.ceil(Math.max(height, width) / LONGEST_SIDE);
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const shown = channels === 3 ? 3 : 1;
  const data = Uint8Array.from({ length: rows * columns * shown }, (_, i) => {
    const pixel = Math.floor(i / shown);
    const y = Math.floor(pixel / columns) * step;
    const x = (pixel % columns) * step;
    return bytes[((i % shown) * height + y) * width + x] ?? 0;
  });
  const png = encode({ width: columns, height: rows, data, channels: shown });
  return `data:image/png;base64,${toBase64(png)}`;
}
