import { describe, expect, it } from "vitest";
import { BOX, drawStrokes, fitToBox } from "./draw-strokes.js";

const point = (x: number, y: number, radius: number) => ({ x, y, radius });

describe("fitToBox", () => {
  it("scales by the longer side and keeps the aspect", () => {
    const [from, to] = fitToBox([[point(-50, 7, 5), point(50, 7, 5)]])[0]!;
    expect((to!.x - from!.x) / from!.radius).toBeCloseTo(20, 9);
    // As far from either end of the box: half of an edge, which runs out there.
    const gap = from!.x - from!.radius;
    expect(gap).toBeGreaterThan(0.5);
    expect(to!.x + to!.radius).toBeCloseTo(BOX - gap, 9);
    const [top, bottom] = fitToBox([[point(0, 0, 5), point(10, 90, 5)]])[0]!;
    expect(top!.y - top!.radius).toBeCloseTo(gap, 9);
    expect(bottom!.y + bottom!.radius).toBeCloseTo(BOX - gap, 9);
    expect(bottom!.x + bottom!.radius).toBeLessThan(BOX / 3);
  });
});

describe("drawStrokes", () => {
  it("draws a line as wide as it is, with grey edges", () => {
    const greys = drawStrokes([[point(10, 0, 2), point(10, 20, 2)]]);
    const row = Array.from(greys.subarray(10 * BOX, 11 * BOX));
    const ink = row.reduce((sum, grey) => sum + grey, 0) / 255;
    expect(ink).toBeCloseTo(4, 1);
    expect(row.slice(9, 11)).toEqual([255, 255]);
    expect(row.slice(0, 7)).toEqual(new Array(7).fill(0));
    expect(row.some((grey) => grey > 0 && grey < 255)).toBe(true);
    expect(row).toEqual(row.toReversed());
  });

  it("draws a line that is a point as a disc", () => {
    const greys = drawStrokes([[point(10, 10, 3), point(10, 10, 3)]]);
    const ink = greys.reduce((sum, grey) => sum + grey, 0) / 255;
    expect(ink / (Math.PI * 9)).toBeCloseTo(1, 1);
  });

  it("darkens no pixel where strokes cross", () => {
    const stroke = [point(2, 10, 1), point(18, 10, 1)];
    expect(drawStrokes([stroke, stroke])).toEqual(drawStrokes([stroke]));
  });
});
