import fc from "fast-check";
import { expect, test } from "vitest";
import { nameClasses } from "./name-classes.js";

test("a class is called by its name, or by its label where it has none", () => {
  expect(nameClasses(3)).toEqual(["0", "1", "2"]);
  expect(nameClasses(4, ["cat", " a  dog ", ""])).toEqual(["cat", "a dog", "2", "3"]);
  // As MNIST's own.
  expect(nameClasses(2, ["0", "1"])).toEqual(["0", "1"]);
});

test("names that are alike, or like labels, are told apart by their labels", () => {
  expect(nameClasses(4, ["crane", "cat", "crane", "e\u0301"])).toEqual([
    "0 · crane",
    "cat",
    "2 · crane",
    "é",
  ]);
  // EMNIST's letters, where 1 stands for a, and a name that pretends to be another's.
  expect(nameClasses(3, ["1", "2", "0 · 1"])).toEqual(["0 · 1", "1 · 2", "2 · 0 · 1"]);
  expect(nameClasses(11, ["10"])[0]).toBe("0 · 10");
  expect(nameClasses(2, ["route 66", "b 1 · c"])).toEqual(["route 66", "b 1 · c"]);
});

test("names that are alike when they are cut are told apart too", () => {
  const cut = (name: string) => (name.length > 8 ? `${name.slice(0, 7)}…` : name);
  const names = ["black bear", "black bean", "beaver"];
  expect(nameClasses(3, names, { cut })).toEqual(["0 · bla…", "1 · bla…", "beaver"]);
  expect(nameClasses(3, names, { cut, isNumbered: true })).toEqual([
    "0 · bla…",
    "1 · bla…",
    "2 · bea…",
  ]);
  expect(nameClasses(2, ["x".repeat(50)])[0]).toBe(`${"x".repeat(39)}…`);
  expect(nameClasses(2, ["x".repeat(40)])[0]).toBe("x".repeat(40));
});

test("what a terminal would obey is written out", () => {
  expect(nameClasses(1, ["a\u001b[31m\nb\u202e"])).toEqual(["a\\x1b[31m\\x0ab\\u202e"]);
});

test("no two classes are called the same, whatever their names", () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom("1", "0 · 1", "1 ·", " ", "a"),
    fc.string({ unit: fc.constantFrom("0", "1", " ", "·", "a"), maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), fc.boolean(), (names, isNumbered) => {
      const shown = nameClasses(12, names, { isNumbered });
      expect(new Set(shown).size).toBe(12);
      expect(nameClasses(12, shown)).toHaveLength(12);
    }),
  );
});
