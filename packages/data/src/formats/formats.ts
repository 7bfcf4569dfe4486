import type { Format } from "./format.js";
import { idx } from "./idx.js";

/**
 * All that are read, in the order in which they are asked whether a place is theirs. MNIST's own comes
 * first, and need not wait until the others are loaded.
 */
export async function* formats(): AsyncGenerator<Format> {
  yield idx;
  const { otherFormats } = await import("./other-formats.js");
  yield* otherFormats;
}
