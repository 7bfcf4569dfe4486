import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operationOf, ops, type OpName } from "./ops.js";

const page = new URL("../../../../docs/evaluate-your-weights.md", import.meta.url);

/** The rows of the table of operations. */
const rows = readFileSync(page, "utf8")
  .split("\n### Operations\n")[1]!
  .split("\n## ")[0]!
  .split("\n")
  .filter((line) => line.startsWith("| `"));

test.each(Object.keys(ops) as OpName[])("%s is in the docs, with all that it takes", (op) => {
  const row = rows.find((line) => line.split("|")[1]!.includes(`\`${op}\``));
  expect(row).toBeDefined();
  const operation = operationOf(op);
  const { def } = operation.said() as unknown as { def: { shape: object } };
  const [, , attributes, parameters] = row!.split("|");
  for (const name of Object.keys(def.shape)) expect(attributes).toContain(`\`${name}\``);
  for (const role of Object.keys(operation.roles)) expect(parameters).toContain(`\`${role}\``);
  for (const layout of Object.keys(operation.layouts ?? {}).slice(1)) expect(row).toContain(layout);
});
