import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownDatasets } from "@evalpool/data/node";
import { root } from "./docs/pages.js";

test("docs/data-sets.md has a row for each data set, those of MNIST-C in one", () => {
  const rows = knownDatasets
    .filter(({ name }) => !/^mnist-c\/(?!fog)/.test(name))
    .map(({ name, title, source, classes, license }) => {
      const family = name === "mnist-c/fog" ? ["mnist-c/…", "MNIST-C"] : [name, title];
      return `\`${family[0]}\` | [${family[1]}](${source}) | ${classes} | ${license}`;
    });
  const page = readFileSync(`${root}docs/data-sets.md`, "utf8");
  const told = [...page.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) => row!.replaceAll(/ +/g, " ").trim());
  expect(told).toEqual(rows);
});

test("docs/data-sets.md names each corruption of MNIST-C", () => {
  const page = readFileSync(`${root}docs/data-sets.md`, "utf8");
  for (const { name } of knownDatasets.filter(({ name }) => name.startsWith("mnist-c/"))) {
    expect(page).toContain(name.slice("mnist-c/".length) + "`");
  }
});
