import { expect, test } from "vitest";
import { batchSizeText } from "./batch-size-text.js";

test.each([
  [{ asked: 100, used: 100, share: 5000 }, "batches of 100"],
  [
    { asked: 100, used: 36, share: 5000 },
    "batches of 36 (100 would take more memory than is fast)",
  ],
  [{ asked: 9000, used: 5000, share: 5000 }, "batches of 5,000 (a thread's share of the images)"],
])("%o", (sizes, text) => {
  expect(batchSizeText(sizes)).toBe(text);
});
