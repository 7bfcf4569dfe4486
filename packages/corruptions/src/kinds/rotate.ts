import { at, type Kind } from "../kind.js";
import { cos, sin } from "../series.js";
import { warp } from "../warp.js";

/** Turned one way or the other about the centre. MNIST-C's angle is 0.4, about 23°. */
export const rotate: Kind = (severity, shape) => {
  const angle = at([0.2, 0.3, 0.4, 0.6, 0.8], severity);
  const [c, s] = [cos(angle), sin(angle)];
  const left = warp([[c, -s], [s, c]], shape); // prettier-ignore
  const right = warp([[c, s], [-s, c]], shape); // prettier-ignore
  return (image, into, random) => {
    (random.below(2) === 0 ? left : right)(image, into, random);
  };
};
