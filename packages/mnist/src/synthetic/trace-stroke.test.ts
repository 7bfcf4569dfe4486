import { describe, expect, it } from "vitest";
import { createRandom } from "@evalpool/random";
import { traceStroke } from "./trace-stroke.js";
import type { InkKnot, InkPoint } from "./write-skeleton.js";

const knot = (x: number, y: number, corner = false): InkKnot => ({ x, y, radius: 1, corner });
const trace = (knots: InkKnot[]): InkPoint[] => traceStroke(knots, createRandom(1, 1));
const distance = (p: InkPoint, x: number, y: number): number => Math.hypot(p.x - x, p.y - y);

describe("traceStroke", () => {
  it("passes through every knot, and ends at the last", () => {
    const knots = [knot(0, 0), knot(10, 3), knot(12, 20, true), knot(2, 25), knot(0, 9)];
    const points = trace(knots);
    for (const { x, y } of knots) {
      expect(Math.min(...points.map((point) => distance(point, x, y)))).toBeCloseTo(0, 9);
    }
    expect(distance(points.at(-1)!, 0, 9)).toBeCloseTo(0, 9);
  });

  it("stays straight between knots on a line", () => {
    for (const { x, y } of trace([knot(0, 0), knot(1, 2), knot(5, 10)])) {
      expect(y).toBeCloseTo(2 * x, 9);
    }
  });

  it("turns sharply at a corner only", () => {
    const corner = trace([knot(0, 0), knot(10, 0, true), knot(10, 10)]);
    for (const { x, y } of corner) expect(Math.min(Math.abs(y), Math.abs(x - 10))).toBeCloseTo(0);
    const bend = trace([knot(0, 0), knot(10, 0), knot(10, 10)]);
    expect(bend.some(({ x, y }) => y < -0.5 && x > 2)).toBe(true);
  });

  it("stands still where knots coincide", () => {
    for (const { x, y } of trace([knot(3, 4), knot(3, 4), knot(3, 4)])) {
      expect([x, y]).toEqual([3, 4]);
    }
  });
});
