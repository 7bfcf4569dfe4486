import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

// Each thread reads and compiles it: a call at the top level that is not marked as pure keeps all that
// it reaches, and so networks of the zoo once brought every operation's schema along.
test("a worker is without operations, schemas and networks: it is handed a program", async () => {
  const worker = await readFile(new URL("../dist/worker.js", import.meta.url), "utf8");
  for (const absent of ["globalAveragePool2d", "strictObject", "lowerSpec"]) {
    expect(worker).not.toContain(absent);
  }
  expect(worker).toContain("createPlan");
});

test("nor does it know how data sets are found and fetched", async () => {
  const worker = await readFile(new URL("../dist/worker.js", import.meta.url), "utf8");
  for (const absent of ["looseObject", "cifar-10-binary", "open-table"]) {
    expect(worker).not.toContain(absent);
  }
  expect(worker).toContain("decodePlainPng");
  // In one file: a chunk that it shared with others would hold what these need.
  expect(worker).not.toMatch(/^import |^\} from /m);
});
