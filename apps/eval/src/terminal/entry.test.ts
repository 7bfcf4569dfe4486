import { expect, test } from "vitest";
import { fold } from "./entry.js";

test("a line that fits stays as it is, a longer one goes on below what it tells", () => {
  const line = "  labels  (100,), first [1 2 3], last [7 8 9]";
  expect(fold(line, line.length)).toEqual([line]);
  expect(fold(line, 34)).toEqual(["  labels  (100,), first [1", "          2 3], last [7 8 9]"]);
});

test("what takes two columns is counted so", () => {
  const wide = (text: string): number => 2 * text.length;
  expect(fold("  a b c", 14, wide)).toEqual(["  a b c"]);
  expect(fold("  a b c", 13, wide)).toEqual(["  a", "          b", "          c"]);
});
