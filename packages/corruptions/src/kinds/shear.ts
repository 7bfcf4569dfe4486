import { at, type Kind } from "../kind.js";
import { cos, sin } from "../series.js";
import { warp } from "../warp.js";

/**
 * Sheared to the left or the right by an angle, about the centre: (x, y) was at
 * (x ∓ y sin φ, y cos φ). MNIST-C's angle is 0.4.
 */
export const shear: Kind = (severity, shape) => {
  const angle = at([0.2, 0.3, 0.4, 0.6, 0.8], severity);
  const left = warp([[1, -sin(angle)], [0, cos(angle)]], shape); // prettier-ignore
  const right = warp([[1, sin(angle)], [0, cos(angle)]], shape); // prettier-ignore
  return (image, into, random) => {
    (random.below(2) === 0 ? left : right)(image, into, random);
  };
};
