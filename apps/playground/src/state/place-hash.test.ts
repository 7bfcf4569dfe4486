import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHash, start, toHash, views, type View } from "./place-hash.js";

const text = fc.string({ unit: "grapheme" });
const anyPlace = fc.record({
  view: fc.constantFrom(...(Object.keys(views) as View[])),
  model: text,
  data: text,
  image: text,
  layer: text,
  example: text,
  x: text,
  functions: text,
  at: text,
  scores: text,
});

test("whatever is in a URL is found there again", () => {
  fc.assert(
    fc.property(anyPlace, (place) => {
      expect(fromHash(new URL(toHash(place), "http://localhost/").hash)).toEqual(place);
    }),
  );
});

test("the start needs no words, and what is no place is the start", () => {
  expect(toHash(start)).toBe("#");
  for (const hash of ["", "#", "#view=elsewhere", "#%E0%A4%A"])
    expect(fromHash(hash)).toEqual(start);
});
