import { at, type Kind } from "../kind.js";

/** Salt and pepper: a share of the values becomes 0 or 255, each as often. MNIST-C's share is 0.17. */
export const impulseNoise: Kind = (severity, shape) => {
  const share = at([0.06, 0.09, 0.17, 0.27, 0.4], severity);
  const length = shape[0] * shape[1] * shape[2];
  return (image, into, random) => {
    for (let i = 0; i < length; i++) {
      const drawn = random.uniform(0, 1);
      into[i] = drawn >= share ? image[i]! : drawn < share / 2 ? 255 : 0;
    }
  };
};
