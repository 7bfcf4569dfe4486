import { expect, test } from "vitest";
import { smallRun } from "../testing/small-part.js";
import { runDifferences } from "./run-differences.js";

const run = smallRun(100);
const other = { ...run, graph: "f".repeat(64), exact: true };

test("the same run differs in nothing", () => {
  expect(runDifferences(run, { ...run })).toBeUndefined();
});

test("each difference is told with what both have, of a digest the first digits", () => {
  const graph = "graph: expected 111111111111";
  expect(runDifferences(run, other)).toBe(
    `${graph}, got ffffffffffff; exact: expected false, got true`,
  );
  expect(runDifferences(run, other, "as b.json has")).toBe(
    `${graph} as b.json has, got ffffffffffff; exact: expected false as b.json has, got true`,
  );
});

test("what only begins or ends like a digest is told whole", () => {
  for (const kernels of [`x${"f".repeat(64)}`, `${"f".repeat(64)}x`]) {
    expect(runDifferences(run, { ...run, kernels })).toBe(
      `kernels: expected reference, got ${kernels}`,
    );
  }
});
