import fc from "fast-check";
import { expect, test } from "vitest";
import { shrink } from "./shrink.js";

test("an image that is small enough is left as it is", () => {
  const image = { shape: [4, 1, 2], bytes: new Uint8Array(8) } as const;
  expect(shrink(image, 2)).toBe(image);
});

test("pixels are means of those they stand for, in each plane; opacity is dropped", () => {
  const red = [0, 10, 20, 30, 40, 50, 60, 71];
  const bytes = Uint8Array.from([...red, ...red.map((value) => value + 100), ...red, ...red]);
  // np.array([[0, 10, 20, 30], [40, 50, 60, 71]]).reshape(2, 2, 2).mean((0, 2)): 25, 45.25
  expect(shrink({ shape: [4, 2, 4], bytes }, 2)).toEqual({
    shape: [3, 1, 2],
    bytes: Uint8Array.of(25, 45, 125, 145, 25, 45),
  });
  // a = np.arange(0, 100, 5).reshape(4, 5); a[:2, :2].mean(), a[:2, 2].mean(), a[:2, 3:].mean(), …
  // Pillow's BOX takes the same pixels, and gives 16, 23, 31, 66, 73, 81: it rounds each axis.
  const ramp = Uint8Array.from({ length: 20 }, (_, i) => 5 * i);
  expect(shrink({ shape: [1, 4, 5], bytes: ramp }, 3)).toEqual({
    shape: [1, 2, 3],
    bytes: Uint8Array.of(15, 23, 30, 65, 73, 80),
  });
});

test("no side is longer than asked for, nor none, and an even image stays even", () => {
  const side = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 64 }), (height, width, most) => {
      const bytes = new Uint8Array(height * width).fill(77);
      const small = shrink({ shape: [1, height, width], bytes }, most);
      const [, rows, columns] = small.shape;
      expect(Math.max(rows, columns)).toBe(Math.min(most, Math.max(height, width)));
      expect(Math.min(rows, columns)).toBeGreaterThan(0);
      expect(small.bytes).toEqual(new Uint8Array(rows * columns).fill(77));
    }),
  );
});
