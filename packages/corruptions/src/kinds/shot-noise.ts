import { at, toByte, type Kind } from "../kind.js";
import { exp } from "../series.js";

/**
 * As if few particles of light were counted: of a pixel v the noise makes Poisson(n v / 255) / n.
 * MNIST-C's n is 3, the fifth of ImageNet-C's.
 */
export const shotNoise: Kind = (severity, shape) => {
  const particles = at([12, 5, 3, 2, 1], severity);
  const length = shape[0] * shape[1] * shape[2];
  const none = Float64Array.from({ length: 256 }, (_, v) => exp((-particles * v) / 255));
  return (image, into, random) => {
    for (let i = 0; i < length; i++) {
      const pixel = image[i]!;
      if (pixel === 0) {
        into[i] = 0;
        continue;
      }
      const mean = (particles * pixel) / 255;
      let left = random.uniform(0, 1);
      let chance = none[pixel]!;
      let count = 0;
      // As many as there are makes white; what is beyond does not show.
      while (left >= chance && count < particles) {
        left -= chance;
        count++;
        chance *= mean / count;
      }
      into[i] = toByte((255 * count) / particles);
    }
  };
};
