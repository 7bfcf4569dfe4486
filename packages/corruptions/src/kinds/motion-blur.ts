import { at, toByte, unitOf, type Kind } from "../kind.js";
import { cos, exp, sin } from "../series.js";

/**
 * Moved to one side while it was taken: each pixel is the mean of those along a line, at an angle of
 * -45° to 45°, with the weights of one half of a Gaussian, as ImageMagick's `-motion-blur` takes it.
 * MNIST-C's Gaussian has a deviation of 3 pixels. Beyond an edge the image goes on as there.
 */
export const motionBlur: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const sigma = at([1.5, 2.25, 3, 5, 8], severity) * unitOf(shape);
  // Further out are weights that do not show.
  const weights = Float64Array.from({ length: 1 + Math.floor(4 * sigma) }, (_, i) =>
    exp(-(i * i) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sums = new Float64Array(height * width);
  return (image, into, random) => {
    const angle = random.uniform(-EIGHTH, EIGHTH);
    for (let c = 0; c < channels; c++) {
      const plane = image.subarray(c * height * width, (c + 1) * height * width);
      sums.fill(0);
      for (let i = 0; i < weights.length; i++) {
        const across = Math.ceil(i * cos(angle) - 0.5);
        const down = Math.ceil(i * sin(angle) - 0.5);
        for (let y = 0, to = 0; y < height; y++) {
          const row = Math.max(0, Math.min(height - 1, y + down)) * width;
          for (let x = 0; x < width; x++, to++) {
            sums[to] = sums[to]! + weights[i]! * plane[row + Math.min(width - 1, x + across)]!;
          }
        }
      }
      for (let to = 0; to < sums.length; to++) {
        into[c * sums.length + to] = toByte(sums[to]! / total);
      }
    }
  };
};

/** An eighth of a turn: π / 4. */
const EIGHTH = 0.7853981633974483;
