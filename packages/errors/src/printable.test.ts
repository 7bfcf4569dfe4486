import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, shorten } from "./printable.js";

test("control characters, terminal codes and turns of direction are shown, not obeyed", () => {
  expect(printable("a\u001b[31mb\u0000c\u009bd\u202ee\u2066f\u2028g")).toBe(
    "a\\x1b[31mb\\x00c\\x9bd\\u202ee\\u2066f\\u2028g",
  );
});

test("other text stays as it is, and nothing is escaped twice", () => {
  expect(printable("weights é 数字 👍 \\x1b")).toBe("weights é 数字 👍 \\x1b");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(printable(printable(text))).toBe(printable(text));
    }),
  );
});

test("a long text is cut, and says by how much", () => {
  expect(shorten("abcdef", 6)).toBe("abcdef");
  expect(shorten("abcdefg", 6)).toBe("abcdef… (1 characters more)");
});
