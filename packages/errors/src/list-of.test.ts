import { expect, test } from "vitest";
import * as z from "zod/mini";
import { check } from "./check.js";
import { listOf } from "./list-of.js";

const schema = z.object({ pairs: listOf(z.object({ a: z.int(), b: z.int() })) });

test("items that are as they should be are taken, of what their schema knows", () => {
  const pairs = [{ a: 1, b: 2, more: 3 }, { a: 4, b: 5 }]; // prettier-ignore
  expect(check(schema, { pairs })).toEqual({ value: { pairs: [{ a: 1, b: 2 }, { a: 4, b: 5 }] } }); // prettier-ignore
  expect(check(schema, { pairs: [] })).toEqual({ value: { pairs: [] } });
});

test("of a million others, the problems of the first are told, and where it is", () => {
  const pairs = [{ a: 1, b: 2 }, ...new Array<object>(1e6).fill({ a: "1" })];
  expect(check(schema, { pairs })).toEqual({
    problems: [
      "pairs.1.a: Invalid input: expected number, received string",
      "pairs.1.b: Invalid input: expected number, received undefined",
    ],
  });
});

test("what is no list is told as such", () => {
  expect(check(schema, { pairs: {} })).toEqual({
    problems: ["pairs: Invalid input: expected array, received object"],
  });
});
