import { expect, test } from "vitest";
import { describeShared, golden } from "../../../../test/shared.js";
import { softmaxShares } from "./softmax-shares.js";

function shares(...inputs: readonly number[]): number[] {
  return softmaxShares(inputs).map(({ share }) => share);
}

test("large inputs overflow alone, not where the largest is taken off first", () => {
  const large = softmaxShares([1000, 1001, 1002]);
  expect(large.map(({ power }) => power)).toEqual([Infinity, Infinity, Infinity]);
  expect(large.map(({ share }) => share)).toEqual(shares(0, 1, 2));
  expect(large.at(-1)?.powerBelow).toBe(1);
});

describeShared("NumPy's values, to 1e-12", () => {
  test.each(["softmax", "softmax_large"] as const)("%s", (name) => {
    const { activations } = golden("numeric") as {
      activations: Record<typeof name, { x: number[]; y: number[] }>;
    };
    const { x, y } = activations[name];
    for (const [i, share] of shares(...x).entries()) {
      expect(Math.abs(share - (y[i] ?? NaN))).toBeLessThanOrEqual(1e-12);
    }
  });
});
