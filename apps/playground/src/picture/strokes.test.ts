import fc from "fast-check";
import { expect, test } from "vitest";
import { strokesFromText, strokesToText, type Strokes } from "./strokes.js";

const coordinate = fc.integer({ min: 0, max: 255 });
const stroke = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 300 });

test("strokes are found again in their text, which a URL holds as it is", () => {
  fc.assert(
    fc.property(fc.array(stroke), (strokes: Strokes) => {
      const text = strokesToText(strokes);
      expect(encodeURIComponent(text)).toBe(text);
      expect(strokesFromText(text)).toEqual(strokes);
    }),
  );
});

test.each(["?", "AA", "AAEB", "AAA", "AAIBAg", "~"])("%s is no drawing", (text) => {
  expect(strokesFromText(text)).toBeUndefined();
});
