import { expect, test } from "vitest";
import { wasRun } from "./was-run.js";

test("of results that do not say what ran, and of all but predictions, something ran", () => {
  expect(wasRun({})).toBe(true);
  expect(wasRun({ runtime: { name: "onnxruntime" } })).toBe(true);
  expect(wasRun({ runtime: { name: "predictions" } })).toBe(false);
});
