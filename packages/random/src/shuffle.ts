import type { Random } from "./create-random.js";

/** Puts the elements into random order, in place (Fisher and Yates; Knuth's algorithm P). */
export function shuffle(values: Uint32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const value = values[last]!;
    values[last] = values[chosen]!;
    values[chosen] = value;
  }
}
