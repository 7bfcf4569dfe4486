import { at, unitOf, type Kind } from "../kind.js";

/**
 * Moved to one of the four corners by whole pixels; what comes in is zero. MNIST-C moves by 3 of 28
 * pixels, each way.
 */
export const translate: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const by = Math.max(1, Math.floor(at([1, 2, 3, 4, 5], severity) * unitOf(shape) + 0.5));
  return (image, into, random) => {
    const across = random.below(2) === 0 ? -by : by;
    const down = random.below(2) === 0 ? -by : by;
    for (let c = 0, to = 0; c < channels; c++) {
      for (let y = 0; y < height; y++) {
        const isInside = y + down >= 0 && y + down < height;
        const row = (c * height + y + down) * width;
        for (let x = 0; x < width; x++, to++) {
          const from = x + across;
          into[to] = isInside && from >= 0 && from < width ? image[row + from]! : 0;
        }
      }
    }
  };
};
