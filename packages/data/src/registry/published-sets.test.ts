import { expect, test } from "vitest";
import { datasets } from "@evalpool/mnist";
import { datasetNames } from "../dataset-names.js";
import { publishedSets } from "./published-sets.js";

const parts = publishedSets.flatMap(({ name, splits }) =>
  Object.values(splits).flatMap((files) => files.map((part) => ({ name, part }))),
);

test("the names of the command are those of the registries, and each stands for one", () => {
  const names = [...datasets, ...publishedSets].map(({ name }) => name);
  expect(["auto", ...names, "synthetic"]).toEqual(datasetNames);
  expect(new Set(names).size).toBe(names.length);
});

test("nothing is downloaded that no digest proves", () => {
  for (const { name, part } of parts) {
    const { sha256, md5 } = part.from;
    expect(sha256 ?? md5, name).toBeDefined();
    expect(sha256 ?? "0".repeat(64), name).toMatch(/^[\da-f]{64}$/);
    expect(md5 ?? "0".repeat(32), name).toMatch(/^[\da-f]{32}$/);
  }
});

test("a part that is in an archive says under which name", () => {
  for (const { name, part } of parts) {
    expect(part.member !== undefined, `${name} ${part.name}`).toBe(part.from.archive !== undefined);
  }
});

test("there are as many names as classes, where there are any", () => {
  for (const { name, classes, classNames } of [...datasets, ...publishedSets]) {
    if (classNames) expect(new Set(classNames).size, name).toBe(classes);
  }
});

test("EMNIST's letters are labelled from 1, and named", () => {
  const letters = publishedSets.find(({ name }) => name === "emnist-letters");
  expect(letters).toMatchObject({ classes: 26, labelsFrom: 1 });
  expect(letters?.classNames?.at(-1)).toBe("z");
  // The mapping file: 36 65, the first small letter that is not merged, is a; the last, 46, is t.
  const balanced = publishedSets.find(({ name }) => name === "emnist-balanced");
  expect([balanced?.classNames?.[36], balanced?.classNames?.[46]]).toEqual(["a", "t"]);
});
