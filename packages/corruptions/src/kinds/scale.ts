import { at, type Kind } from "../kind.js";
import { warp } from "../warp.js";

/** Made smaller about the centre, to a share of each side. MNIST-C's share is 0.7. */
export const scale: Kind = (severity, shape) => {
  const share = at([0.9, 0.8, 0.7, 0.6, 0.5], severity);
  return warp([[1 / share, 0], [0, 1 / share]], shape); // prettier-ignore
};
