import fc from "fast-check";
import { expect, test } from "vitest";
import { planMemory, type Lifetime } from "./memory-plan.js";

const lifetimes = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 1000 }), fc.nat({ max: 20 }), fc.nat({ max: 20 }))
    .map(([bytes, a, b]): Lifetime => ({ bytes, first: Math.min(a, b), last: Math.max(a, b) })),
  { maxLength: 30 },
);

test("values that live at once do not overlap, and all lie inside, on whole vectors", () => {
  fc.assert(
    fc.property(lifetimes, (values) => {
      const { offsets, bytes } = planMemory(values);
      for (const [i, a] of values.entries()) {
        const start = offsets[i]!;
        expect(start % 16).toBe(0);
        expect(start + a.bytes).toBeLessThanOrEqual(bytes);
        for (const [j, b] of values.entries()) {
          if (j <= i || a.last < b.first || b.last < a.first) continue;
          const isApart = start + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= start;
          expect(isApart, `${i} and ${j}`).toBe(true);
        }
      }
    }),
  );
});

test("takes no more than all together, and no less than what lives at once", () => {
  const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;
  fc.assert(
    fc.property(lifetimes, (values) => {
      const { bytes } = planMemory(values);
      expect(bytes).toBeLessThanOrEqual(values.reduce((sum, v) => sum + align(v.bytes), 0));
      for (let step = 0; step <= 20; step++) {
        const live = values.filter(({ first, last }) => first <= step && step <= last);
        expect(bytes).toBeGreaterThanOrEqual(live.reduce((sum, v) => sum + v.bytes, 0));
      }
    }),
  );
});

test("a chain takes its two largest neighbours", () => {
  const widths = [400, 800, 100, 640, 40];
  const chain = widths.map((bytes, i) => ({ bytes, first: i, last: i + 1 }));
  expect(planMemory(chain).bytes).toBe(400 + 800);
});
