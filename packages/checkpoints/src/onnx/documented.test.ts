import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OPSETS } from "./decode-model.js";
import { operations } from "./operations.js";

const page = readFileSync(new URL("../../../../docs/onnx.md", import.meta.url), "utf8");

/** Rows of the table: the operations that they are of, and since when. */
const rows = page.split("\n").filter((line) => line.startsWith("| `"));

const documented = rows.flatMap((line) => {
  const [, names = "", since = "", remark = ""] = line.split("|");
  return [...names.matchAll(/`(\w+)`( `\*`)?/g)].map(([, name = "", star]) => ({
    name,
    since: Number(since),
    isFolded: star !== undefined,
    isOfConstantsAlone: remark.trim() === "constants alone",
  }));
});

test("the table of operations is that of the reader", () => {
  const known = [...operations].map(([name, { since, fold, lower, isOfShapes }]) => {
    const isAlone = lower === undefined && !isOfShapes && name !== "Constant";
    return { name, since, isFolded: fold !== undefined, isOfConstantsAlone: isAlone };
  });
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  expect(documented.toSorted(byName)).toEqual(known.toSorted(byName));
});

test("the opsets are those that are read", () => {
  expect(page).toContain(`Opsets ${OPSETS.oldest} to ${OPSETS.newest},`);
});
