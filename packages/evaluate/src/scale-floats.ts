import type { ImageShape, Preprocess } from "@evalpool/models";

/**
 * Makes ready what preprocessing does to floats, in place: `(v · scale − mean) / std`, in float64 and
 * rounded once, as of bytes.
 *
 * @param shape of each image
 * @param white what a byte says as 255, where that is known: v is 255 · v / white then
 */
export function scaleFloats(
  { scale = 1, mean = [0], std = [1] }: Preprocess,
  [channels, height, width]: ImageShape,
  white: 1 | undefined,
): (images: Uint8Array) => void {
  const factor = white === undefined ? 1 : 255 / white;
  const plane = height * width;
  return ({ buffer, byteOffset, byteLength }) => {
    const values = new Float32Array(buffer, byteOffset, byteLength / 4);
    for (let i = 0; i < values.length; i++) {
      const c = Math.floor(i / plane) % channels;
      const [from, by] = [mean[c] ?? mean[0]!, std[c] ?? std[0]!];
      values[i] = (values[i]! * factor * scale - from) / by;
    }
  };
}
