import type { Floats } from "../floats.js";

/** ∂loss/∂value, of what is passed back by all that read the value. */
export interface GradientSum {
  clear(): void;
  /** Takes a part, which must stay as it is until the sum is taken. */
  add(part: Floats, count: number): void;
  /** The sum; nothing is copied where there is one part alone. */
  value(): Floats;
}

/**
 * @param width length of one example
 * @param room for a batch, where there will be more parts than one
 */
export function createSum(width: number, room: Floats): GradientSum {
  let sum: Floats | undefined;
  return {
    clear() {
      sum = undefined;
    },
    add(part, count) {
      if (sum === undefined) {
        sum = part;
        return;
      }
      for (let i = 0; i < count * width; i++) room[i] = sum[i]! + part[i]!;
      sum = room;
    },
    value() {
      if (sum === undefined) throw new RangeError("nothing reads this value");
      return sum;
    },
  };
}
