import { expect, test } from "vitest";
import { widthOf } from "./columns.js";
import { formatMatrix } from "./matrix.js";
import { plain } from "./paint.js";

const dataset = { name: "d", split: "test", images: 1, sha256: "", labelsSha256: "" };

/** Of so many classes, each with 100 images that are read right, and some confusions. */
function matrixOf(
  classes: number,
  confusions: readonly (readonly [label: number, prediction: number, images: number])[],
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let label = 0; label < classes; label++) matrix[label]![label] = 100;
  for (const [label, prediction, images] of confusions) {
    matrix[label]![label]! -= images;
    matrix[label]![prediction] = images;
  }
  return matrix;
}

// As ImageNet has: a million cells, which no call takes as its arguments.
test("of 1,000 classes the worst confusions alone are told, with their share of the label", () => {
  const confusionMatrix = matrixOf(1000, [[7, 300, 40], [999, 0, 3]]); // prettier-ignore
  expect(formatMatrix({ confusionMatrix, dataset }, 80, plain)).toEqual([
    "confusion matrix: of 1,000 classes; --json and --report show it",
    "",
    "images  share  label  read as",
    "    40   40 %  7      300",
    "     3    3 %  999    0",
  ]);
});

test.each([80, 40])("long names and Chinese ones are cut to fit %i columns", (columns) => {
  const classNames = Array.from({ length: 26 }, (_, i) => `a class of a rather long name, ${i}`);
  classNames[3] = "非常に長い名前".repeat(4);
  const confusionMatrix = matrixOf(26, [[3, 4, 2], [4, 3, 1]]); // prettier-ignore
  const lines = formatMatrix({ confusionMatrix, dataset: { ...dataset, classNames } }, columns, plain); // prettier-ignore
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  const [title, first, second] = lines.slice(-3);
  // 非常に長 takes eight columns in four letters: what stands behind starts at the same place.
  const start = widthOf(title!.slice(0, title!.indexOf("read as")));
  expect(widthOf(first!.slice(0, first!.indexOf("4 · a")))).toBe(start);
  expect(widthOf(second!.slice(0, second!.indexOf("非")))).toBe(start);
  expect(first).toMatch(/^ +2 +2 % {2}非常に長/);
});

test("of few classes the rows are named, and the columns numbered as they are", () => {
  const classNames = ["airplane", "automobile", "猫"];
  const confusionMatrix = matrixOf(3, [[0, 2, 9]]);
  const named = { confusionMatrix, dataset: { ...dataset, classNames } };
  expect(formatMatrix(named, 80, plain)).toEqual([
    "confusion matrix (row: label, column: prediction)",
    "                  0    1    2",
    "0 · airplane     91    0    9",
    "1 · automobile    0  100    0",
    "2 · 猫            0    0  100",
    "",
    "worst     airplane read as 猫: 9",
  ]);
  // Where names leave no room for the matrix, they are cut; where that is not enough, left out.
  expect(formatMatrix(named, 26, plain).slice(3, 6)).toEqual([
    "0 · airpla…   91    0    9",
    "1 · automo…    0  100    0",
    "2 · 猫         0    0  100",
  ]);
  expect(formatMatrix(named, 20, plain).join("\n")).toContain("\n   2    0    0  100\n");
});
