import { expect, test } from "vitest";
import { layOutTable, type Column } from "./table.js";

const columns: readonly Column[] = [
  { title: "name", cells: ["first", "second"], rank: 0 },
  { title: "what", cells: ["one two three", "four"], wraps: true, rank: 1 },
  { title: "size", cells: ["5", "1,000"], align: "right", rank: 2 },
];

test("columns stand side by side, as wide as their cells", () => {
  expect(layOutTable(columns, 80)).toEqual({
    lines: [
      "name    what            size",
      "first   one two three      5",
      "second  four           1,000",
    ],
    leftOut: [],
  });
});

test("in a narrow terminal cells are wrapped, in a narrower one columns are left out", () => {
  expect(layOutTable(columns, 24).lines).toEqual([
    "name    what        size",
    "first   one two        5",
    "        three",
    "second  four       1,000",
  ]);
  const { lines, leftOut } = layOutTable(columns, 16);
  expect(leftOut).toEqual(["size"]);
  expect(lines.slice(0, 4)).toEqual(["name    what", "first   one two", "        three", "second  four"]); // prettier-ignore
});

test("a line is finished by the number of its row", () => {
  const { lines } = layOutTable(columns, 24, (line, row) => `${row}:${line}`);
  expect(lines.map((line) => line.slice(0, 4))).toEqual(["-1:n", "0:fi", "0:  ", "1:se"]);
});
