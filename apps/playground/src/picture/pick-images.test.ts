import { expect, test } from "vitest";
import { nextOf, pageOf, previousOf } from "./pick-images.js";

const wanted = [2, 3, 5, 7, 11, 13];

test("next and previous go round, from images that are not wanted too", () => {
  expect([4, 7, 13, -1].map((from) => nextOf(wanted, from))).toEqual([5, 11, 2, 2]);
  expect([4, 7, 2, 20].map((from) => previousOf(wanted, from))).toEqual([3, 5, 13, 13]);
  expect(nextOf([], 3)).toBeUndefined();
});

test("an image stays on its page while others of it are picked", () => {
  for (const from of [2, 3, 4, 5, 6, 7]) expect(pageOf(wanted, from, 4)).toEqual([2, 3, 5, 7]);
  for (const from of [8, 11, 13, 99]) expect(pageOf(wanted, from, 4)).toEqual([11, 13]);
  expect(pageOf([], 3, 4)).toEqual([]);
});
