import { expect, test } from "vitest";
import { copyShifted } from "./shift-images.js";

const shape = { channels: 1, height: 2, width: 3 };
const image = [1, 2, 3, 4, 5, 6];

test.each([
  [0, 0, [1, 2, 3, 4, 5, 6]],
  [1, 0, [0, 0, 0, 1, 2, 3]],
  [-1, 0, [4, 5, 6, 0, 0, 0]],
  [0, 1, [0, 1, 2, 0, 4, 5]],
  [0, -2, [3, 0, 0, 6, 0, 0]],
  [-1, 1, [0, 4, 5, 0, 0, 0]],
  [5, 0, [0, 0, 0, 0, 0, 0]],
  [0, -5, [0, 0, 0, 0, 0, 0]],
])("moves %i down and %i right", (down, right, expected) => {
  const target = new Float32Array(8).fill(9);
  copyShifted([9, ...image, 9], 1, target, 1, shape, down, right);
  expect([...target]).toEqual([9, ...expected, 9]);
});

test("channels do not run into each other", () => {
  const target = new Float32Array(12);
  const two = { ...shape, channels: 2 };
  copyShifted([...image, 7, 8, 9, 10, 11, 12], 0, target, 0, two, 1, 0);
  expect([...target]).toEqual([0, 0, 0, 1, 2, 3, 0, 0, 0, 7, 8, 9]);
});
