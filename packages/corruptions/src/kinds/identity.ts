import type { Kind } from "../kind.js";

/** Images as they are. */
export const identity: Kind = () => (image, into) => {
  into.set(image);
};
