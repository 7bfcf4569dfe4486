import fc from "fast-check";
import { expect, test } from "vitest";
import { formatHash, parseHash } from "./place-hash.js";

const number = fc.nat(2 ** 31 - 1);
const target = fc.oneof(
  fc.record({ kind: fc.constant("cell" as const), label: number, prediction: number }),
  fc.record({ kind: fc.constant("image" as const), index: number }),
);

test("a hash leads to what it was made of", () => {
  fc.assert(
    fc.property(target, (it) => {
      expect(parseHash(formatHash(it))).toEqual(it);
    }),
  );
});

test.each([
  ["#cell=3,5", { kind: "cell", label: 3, prediction: 5 }],
  ["#cell=3%2C5", { kind: "cell", label: 3, prediction: 5 }],
  ["#image=1234", { kind: "image", index: 1234 }],
])("%s is a link", (hash, expected) => {
  expect(parseHash(hash)).toEqual(expected);
});

test.each([
  "",
  "#",
  "#classes",
  "#cell=3",
  "#cell=3,",
  "#image=3,5",
  "#image=-1",
  "#image=1e3",
  "#image=12345678901",
])("%j is a link to something else", (hash) => {
  expect(parseHash(hash)).toBeUndefined();
});
