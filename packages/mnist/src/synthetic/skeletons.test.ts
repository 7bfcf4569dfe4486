import { describe, expect, it } from "vitest";
import { skeletons } from "./skeletons.js";

describe("skeletons", () => {
  it("gives each of the ten digits ways to write it, whose shares sum to 1", () => {
    expect(skeletons).toHaveLength(10);
    for (const ways of skeletons) {
      expect(ways.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  it("is about 100 tall everywhere", () => {
    for (const { strokes } of skeletons.flat()) {
      const ys = strokes.flat().map(([, y]) => y);
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ys)).toBeLessThanOrEqual(100);
      expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(85);
    }
  });
});
