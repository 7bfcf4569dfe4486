import fc from "fast-check";
import { expect, test } from "vitest";
import { indices } from "./parse-indices.js";

test("takes indices and ranges one after the other, in the order in which they are asked for", () => {
  expect(indices("10-14", indices("8"))).toEqual([8, 10, 11, 12, 13, 14]);
  expect(indices("3-3")).toEqual([3]);
});

test("a range holds each index from its first to its last once", () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(999), (first, more) => {
      const taken = indices(`${first}-${first + more}`);
      expect(taken).toEqual([...Array(more + 1).keys()].map((i) => first + i));
    }),
  );
});

test.each(["", "-1", "1.5", "a", "14-10", "1-2-3", "1e3", "9007199254740993", "1-", " 1"])(
  "%j is no index",
  (text) => {
    expect(() => indices(text)).toThrow("Expected an index from 0 on, or a range");
  },
);

test("as many as nobody looks through are refused before they are counted out", () => {
  expect(() => indices("0-1000")).toThrow("Expected at most 1,000 images.");
  expect(() => indices("0-9007199254740991")).toThrow("Expected at most 1,000 images.");
  expect(() => indices("0", indices("0-999"))).toThrow("Expected at most 1,000 images.");
});
