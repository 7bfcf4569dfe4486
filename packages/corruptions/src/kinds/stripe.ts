import { at, type Kind } from "../kind.js";

/** Columns at the left and the right are inverted. MNIST-C inverts 7 of 28 at each side. */
export const stripe: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const columns = Math.ceil((at([3, 5, 7, 9, 11], severity) * width) / 28);
  return (image, into) => {
    for (let i = 0; i < channels * height * width; i++) {
      const x = i % width;
      into[i] = x < columns || x >= width - columns ? 255 - image[i]! : image[i]!;
    }
  };
};
