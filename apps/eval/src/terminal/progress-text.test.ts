import { expect, test } from "vitest";
import { progressText } from "./progress-text.js";

test("tells images a second and the time left from what is done", () => {
  expect(progressText({ done: 15_000, total: 60_000, ms: 2000 }, 80)).toBe(
    "evaluate  25%  0:06 left  7,500 images/s  15,000 of 60,000 images",
  );
});

test("tells no speed before there is one", () => {
  expect(progressText({ done: 0, total: 60_000, ms: 0 }, 80)).toBe(
    "evaluate   0%  0 of 60,000 images",
  );
});

test.each([
  [60, "evaluate  25%  0:06 left  7,500 images/s"],
  [40, "evaluate  25%  0:06 left"],
  [10, "evaluate  25%"],
])("leaves out in %d columns what matters less", (columns, text) => {
  expect(progressText({ done: 15_000, total: 60_000, ms: 2000 }, columns)).toBe(text);
});

test("tells what each worker of a queue has done, who has done most first", () => {
  const shares = new Map([
    ["near", 5000],
    ["far", 10_000],
  ]);
  expect(progressText({ done: 15_000, total: 60_000, ms: 2000, shares }, 90)).toBe(
    "evaluate  25%  0:06 left  7,500 images/s  15,000 of 60,000 images  far 67%  near 33%",
  );
});

test("shows a worker's name as it is, for a queue may hold any", () => {
  const shares = new Map([["\u001b[2J" + "x".repeat(1000), 10]]);
  const text = progressText({ done: 10, total: 10, ms: 1000, shares }, 2000);
  expect(text).toContain("\\x1b[2Jxxx");
  expect(text.length).toBeLessThan(200);
});
