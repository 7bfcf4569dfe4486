import { expect, test } from "vitest";
import { matrixClasses } from "./matrix-classes.js";

/** Nothing confused but what is told. */
function matrixOf(classes: number, confusions: readonly (readonly [number, number, number])[]) {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [label, prediction, images] of confusions) matrix[label]![prediction] = images;
  return matrix;
}

test("few classes are shown all, whether confused or not", () => {
  expect(matrixClasses(matrixOf(4, []))).toEqual([0, 1, 2, 3]);
});

test("of many, those that are confused most are shown, in order", () => {
  const matrix = matrixOf(6, [
    [5, 1, 9],
    [2, 3, 1],
    [1, 4, 5],
  ]);
  expect(matrixClasses(matrix, 4)).toEqual([1, 4, 5]);
  expect(matrixClasses(matrix, 5)).toEqual([1, 2, 3, 4, 5]);
});

test("hits make no class one that is confused", () => {
  expect(matrixClasses(matrixOf(5, [[3, 3, 100]]), 4)).toEqual([]);
});
