import { expect, test } from "vitest";
import { nameClasses, type Naming } from "@evalpool/metrics";
import { headingOf, probabilityLines } from "./reading-lines.js";
import type { Reading } from "./reading.js";

const marked = (role: string, text: string): string => `<${role}>${text}</>`;

function reading(label: number): Reading {
  return {
    index: 8,
    label,
    prediction: 1,
    probabilities: Float64Array.of(0.25, 0.5, 0.25),
    names: (naming) => nameClasses(3, ["cat", "dog\u001b[2J", "cow"], naming),
    image: { shape: [1, 1, 1], bytes: Uint8Array.of(0) },
    x: { data: new Float32Array(1), shape: [1, 1] },
    steps: [],
  };
}

test("right is green, wrong is red, and names stay text", () => {
  expect(headingOf(reading(1), 80, marked)).toEqual({
    drawn: "image 8: label dog\\x1b[2J, read as dog\\x1b[2J (0.5000), <better>right</>",
  });
  expect(headingOf(reading(0), 80, marked)).toEqual({
    drawn: "image 8: label cat, read as dog\\x1b[2J (0.5000), <worse>wrong</>",
  });
});

test("names that begin alike are told apart, and keep the heading within the terminal", () => {
  const long = ["one", "two", "three"].map((name) => `a handwritten digit called ${name}`);
  const alike = { ...reading(0), names: (naming?: Naming) => nameClasses(3, long, naming) };
  const { drawn } = headingOf(alike, 80, (_, text) => text) as { drawn: string };
  expect(drawn).toBe(
    "image 8: label 0 · a handwritten…, read as 1 · a handwritten… (0.5000), wrong",
  );
  const rows = probabilityLines(alike, 80, (_, text) => text);
  const names = rows.map((row) => / (\d · a .*…)/.exec(typeof row === "string" ? row : row.drawn));
  expect(names.map((name) => name?.[1])).toEqual([
    "0 · a handwritten digit…",
    "1 · a handwritten digit…",
    "2 · a handwritten digit…",
  ]);
});

test("the label's row is green, what it was taken for red", () => {
  const rows = probabilityLines(reading(0), 80, marked);
  expect(rows).toHaveLength(3);
  expect(rows).toContainEqual({
    drawn: expect.stringMatching(/^<better> {2}label .*cat/) as string,
  });
  expect(rows).toContainEqual({
    drawn: expect.stringMatching(/^<worse> {2}read as .*dog\\x1b/) as string,
  });
  expect(rows).toContainEqual(expect.stringMatching(/cow/));
});
