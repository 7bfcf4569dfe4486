import { at, toByte, type Kind } from "../kind.js";

/**
 * Brighter: of each pixel the value of HSV, which is its brightest channel, grows by a share of
 * white, and its hue and saturation stay. MNIST-C's share is 0.5.
 */
export const brightness: Kind = (severity, shape) => {
  const more = 255 * at([0.2, 0.35, 0.5, 0.6, 0.7], severity);
  const channels = shape[0];
  const size = shape[1] * shape[2];
  return (image, into) => {
    for (let i = 0; i < size; i++) {
      let value = 0;
      for (let c = 0; c < channels; c++) value = Math.max(value, image[c * size + i]!);
      const brighter = Math.min(255, value + more);
      for (let c = 0; c < channels; c++) {
        const share = value === 0 ? 1 : image[c * size + i]! / value;
        into[c * size + i] = toByte(brighter * share);
      }
    }
  };
};
