import { expect, test } from "vitest";
import { formatMatrix } from "./matrix.js";
import { plain } from "./paint.js";

// As ImageNet has: a million cells, which no call takes as its arguments.
test("of 1,000 classes the worst confusions alone are told", () => {
  const matrix = Array.from({ length: 1000 }, (_, label) => {
    const row = new Array<number>(1000).fill(0);
    row[label] = 5;
    return row;
  });
  matrix[7]![300] = 40;
  const lines = formatMatrix(matrix, 80, plain);
  expect(lines[0]).toBe("confusion matrix: of 1000 classes; --json and --report show it");
  expect(lines.at(-1)).toContain("7 read as 300: 40");
});
