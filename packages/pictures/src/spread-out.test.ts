import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadOut, type Wish } from "./spread-out.js";

const wish = (at: number, weight = 1): Wish => ({ at, width: 10, weight });

test("who is in nobody's way stands where it wants to", () => {
  expect(spreadOut([wish(-20), wish(0), wish(15)])).toEqual([-20, 0, 15]);
});

test("those that want the same place share it, around it", () => {
  expect(spreadOut([wish(0), wish(0), wish(0)])).toEqual([-10, 0, 10]);
});

test("what is dear to move stays", () => {
  const [box, edge] = spreadOut([wish(0, 1000), wish(0)]);
  expect(box).toBeCloseTo(0, 1);
  expect(edge! - box!).toBeCloseTo(10);
});

const wishes = fc.array(
  fc.record({
    at: fc.integer({ min: -100, max: 100 }),
    width: fc.integer({ min: 1, max: 30 }),
    weight: fc.constantFrom(1, 3, 1000),
  }),
);

test("keeps the order, and nothing over anything", () => {
  fc.assert(
    fc.property(wishes, (row) => {
      const places = spreadOut(row);
      expect(places).toHaveLength(row.length);
      for (let i = 1; i < row.length; i++) {
        const least = (row[i - 1]!.width + row[i]!.width) / 2;
        expect(places[i]! - places[i - 1]!).toBeGreaterThan(least - 1e-6);
      }
    }),
  );
});
