import type { PixelLayout } from "./job.js";

/** Images as a predictor of one's own takes them, in new memory. @param bytes `[N, C, H, W]` */
export function batchOf(
  bytes: Uint8Array,
  width: number,
  { channels, isInterleaved, isFloats, table }: PixelLayout,
): Uint8Array | Float32Array {
  const isMoved = isInterleaved && channels > 1;
  if (isFloats) {
    const floats = new Float32Array(bytes.slice().buffer);
    return isMoved ? interleaved(floats, width / 4, channels) : floats;
  }
  if (!table && !isMoved) return bytes.slice();
  const batch = table ? new Float32Array(bytes.length) : new Uint8Array(bytes.length);
  const plane = width / channels;
  const tableStep = table && table.length > 256 ? 256 : 0;
  const [planeStep, pixelStep] = isMoved ? [1, channels] : [plane, 1];
  for (let image = 0; image < bytes.length; image += width) {
    for (let c = 0; c < channels; c++) {
      const from = image + c * plane;
      const to = image + c * planeStep;
      for (let i = 0; i < plane; i++) {
        const v = bytes[from + i]!;
        batch[to + i * pixelStep] = table ? table[c * tableStep + v]! : v;
      }
    }
  }
  return batch;
}

function interleaved(floats: Float32Array, width: number, channels: number): Float32Array {
  const plane = width / channels;
  return floats.map((_, i) => {
    const pixel = i % width;
    const [at, c] = [Math.floor(pixel / channels), pixel % channels];
    return floats[i - pixel + c * plane + at]!;
  });
}
