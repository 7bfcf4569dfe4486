import { expect, test } from "vitest";
import { createOnePointer } from "./one-pointer.js";

const [one, two] = [1, 2].map((pointerId) => ({ pointerId, button: 0 }));

test("of two fingers the one that came first draws, until it is lifted", () => {
  const pointer = createOnePointer();
  expect(pointer.isDrawing(one!)).toBe(false);
  expect(pointer.begin(one!)).toBe(true);
  expect(pointer.begin(two!)).toBe(false);
  pointer.end(two!);
  expect([pointer.isDrawing(one!), pointer.isDrawing(two!)]).toEqual([true, false]);
  pointer.end(one!);
  expect(pointer.isDrawing(one!)).toBe(false);
  expect(pointer.begin(two!)).toBe(true);
});

test("other buttons than the first do not draw", () => {
  const pointer = createOnePointer();
  expect(pointer.begin({ pointerId: 1, button: 2 })).toBe(false);
  expect(pointer.isDrawing(one!)).toBe(false);
});
