import { expect, test } from "vitest";
import { headingOf, probabilityLines } from "./reading-lines.js";
import type { Reading } from "./reading.js";

const marked = (role: string, text: string): string => `<${role}>${text}</>`;

function reading(label: number): Reading {
  return {
    index: 8,
    label,
    prediction: 1,
    probabilities: Float64Array.of(0.25, 0.5, 0.25),
    names: ["cat", "dog\u001b[2J", "cow"],
    image: { shape: [1, 1, 1], bytes: Uint8Array.of(0) },
    x: { data: new Float32Array(1), shape: [1, 1] },
    steps: [],
  };
}

test("right is green, wrong is red, and names stay text", () => {
  expect(headingOf(reading(1), marked)).toEqual({
    drawn: "image 8: label dog\\x1b[2J, read as dog\\x1b[2J (0.5000), <better>right</>",
  });
  expect(headingOf(reading(0), marked)).toEqual({
    drawn: "image 8: label cat, read as dog\\x1b[2J (0.5000), <worse>wrong</>",
  });
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
