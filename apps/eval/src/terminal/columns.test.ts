import fc from "fast-check";
import { expect, test } from "vitest";
import { cutTo, fillEnd, fillStart, widest, widthOf } from "./columns.js";

test("letters of Chinese and emoji take two columns, accents none", () => {
  expect(["cat", "猫", "e\u0301", "👩‍🔬"].map(widthOf)).toEqual([3, 2, 1, 2]);
  expect(fillEnd("猫", 4) + "|").toBe("猫  |");
  expect(fillStart("猫", 4)).toBe("  猫");
  expect(widest(["four", "三文字"])).toBe(6);
});

test("a text is cut where there is no room, between letters", () => {
  expect(cutTo("automobile", 10)).toBe("automobile");
  expect(cutTo("automobile", 5)).toBe("auto…");
  expect(cutTo("ice cream", 5)).toBe("ice…");
  // Three columns for two of width 2 and an ellipsis: one goes in.
  expect(cutTo("三文字", 4)).toBe("三…");
  expect(cutTo("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…");
});

test("whatever is cut fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, n) => {
      expect(widthOf(cutTo(text, n))).toBeLessThanOrEqual(n);
    }),
  );
});
