import { lowerSpec, zoo } from "@evalpool/models";
import { expect, test } from "vitest";
import { affordableBatch } from "./affordable-batch.js";

test("a batch is never larger than what there is", () => {
  const { graph } = zoo.get("mlp")!;
  expect(affordableBatch(graph, 200, 54_000)).toBe(200);
  expect(affordableBatch(graph, 1_000_000, 2000)).toBe(2000);
});

test("a batch that memory may not hold is refused in one line", () => {
  const wide = lowerSpec({
    id: "wide",
    input: [784],
    layers: [{ type: "dense", units: 100_000, weight: "W", bias: "b" }],
  });
  // 2**29 // ((784 + 100_000) * 2 * 4), and 60_000 * (784 + 100_000) * 2 * 4 / 1e9
  expect(affordableBatch(wide, 665, 60_000)).toBe(665);
  expect(() => affordableBatch(wide, 666, 60_000)).toThrow("expected at most 665 images");
  expect(() => affordableBatch(wide, 60_000, 60_000)).toThrow(
    "--batch-size 60000: 60,000 images of wide in one step take 48.4 GB of memory; " +
      "expected at most 665 images",
  );
});
