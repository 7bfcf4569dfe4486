import { expect, test } from "vitest";
import { worstConfusions } from "./confusion-matrix.js";

test("the worst confusions, of equals the lower label first; no hits, and no more than asked for", () => {
  const matrix = [
    [90, 2, 0],
    [3, 80, 2],
    [3, 0, 70],
  ];
  expect(worstConfusions(matrix, 3)).toEqual([
    { label: 1, prediction: 0, images: 3 },
    { label: 2, prediction: 0, images: 3 },
    { label: 0, prediction: 1, images: 2 },
  ]);
  expect(worstConfusions(matrix)).toHaveLength(4);
  expect(worstConfusions([[7]], 9)).toEqual([]);
});

test("of however many, the worst are the same as of all", () => {
  // 40 × 39 of them, with many equals.
  const matrix = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 40 }, (_, j) => (i * 31 + j * 17) % 11),
  );
  for (const most of [0, 1, 100, 2000]) {
    expect(worstConfusions(matrix, most)).toEqual(worstConfusions(matrix).slice(0, most));
  }
});
