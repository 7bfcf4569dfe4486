import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { expect, onTestFinished, test } from "vitest";
import { mayImport, mayImportTypes } from "../may-import.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const rules = join(root, ".dependency-cruiser.js");

/** A house of the given files, in which packages find each other as they do in this one. */
function build(files: Readonly<Record<string, string>>): string {
  const house = mkdtempSync(join(tmpdir(), "evalpool-house-"));
  onTestFinished(() => rmSync(house, { recursive: true }));
  mkdirSync(join(house, "node_modules/@evalpool"), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  }
  const packages = new Set(Object.keys(files).map((file) => file.split("/").slice(0, 2).join("/")));
  for (const place of packages) {
    const name = `@evalpool/${place.split("/")[1]}`;
    const face = { name, type: "module", exports: { ".": "./src/index.ts" } };
    writeFileSync(join(house, place, "package.json"), JSON.stringify(face));
    symlinkSync(join(house, place), join(house, "node_modules", name));
  }
  return house;
}

/** What the rules find there, as `rule: from → to`. */
function violations(files: Readonly<Record<string, string>>): string[] {
  const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const args = [cruiser, "--config", rules, "--output-type", "json", "packages", "apps"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: build(files) });
  expect(String(stderr)).toBe("");
  const { summary } = JSON.parse(String(stdout)) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

test("docs/architecture.md has the arrows that are held", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const rows = [...page.matchAll(/^\| \[(\w+)\]\(\.\.\/packages\/\w+\) .*\| ([\w, ]*) \|$/gm)];
  const told = rows.map(([, name, list]) => [name, list!.trim()]);
  expect(told).toEqual(Object.entries(mayImport).map(([name, list]) => [name, list.join(", ")]));
  for (const [name, types] of Object.entries(mayImportTypes)) {
    for (const type of types) expect(page).toContain(`\`${name}\` may import \`${type}\``);
  }
});

test("what the house allows is allowed", () => {
  expect(
    violations({
      "packages/errors/src/index.ts": "export const one = 1;",
      "packages/data/src/index.ts": "export type Source = string;",
      "packages/tensor/src/index.ts": `export { one } from "@evalpool/errors";`,
      "packages/tensor/src/tensor.test.ts": `import { tally } from "@evalpool/evaluate"; tally;`,
      "packages/evaluate/src/index.ts": `import type { Source } from "@evalpool/data"; export const tally: Source = "";`,
      "apps/eval/src/index.ts": `export { tally } from "@evalpool/evaluate";`,
    }),
  ).toEqual([]);
});

test("what it forbids is found: arrows upwards, apps, deep imports, circles, packages unheard of", () => {
  expect(
    violations({
      "packages/errors/src/index.ts": `export { one } from "@evalpool/tensor";`,
      "packages/tensor/src/index.ts": `export { one } from "./one.js";`,
      "packages/tensor/src/one.ts": `import { two } from "./two.js"; export const one: 1 = two;`,
      "packages/tensor/src/two.ts": `import type { one } from "./one.js"; export const two: typeof one = 1;`,
      "packages/data/src/index.ts": "export const source = 1;",
      "packages/evaluate/src/index.ts": `import { source } from "@evalpool/data"; export default source;`,
      "packages/metrics/src/index.ts": `export { one } from "../../errors/src/index.js";`,
      "packages/models/src/index.ts": `import type { Flags } from "@evalpool/eval"; export type { Flags };`,
      "packages/report/src/index.ts": `export { gone } from "./gone.js";`,
      "packages/surprise/src/index.ts": `export { one } from "@evalpool/errors";`,
      "apps/eval/src/index.ts": "export type Flags = string;",
    }),
  ).toEqual([
    "arrows-of-errors: packages/errors/src/index.ts → packages/tensor/src/index.ts",
    "circle: packages/tensor/src/one.ts → packages/tensor/src/two.ts",
    "deep-import: packages/metrics/src/index.ts → packages/errors/src/index.ts",
    "evaluate-takes-types-alone-from-data: packages/evaluate/src/index.ts → packages/data/src/index.ts",
    "not-found: packages/report/src/index.ts → ./gone.js",
    "package-imports-app: packages/models/src/index.ts → apps/eval/src/index.ts",
    "package-without-arrows: packages/surprise/src/index.ts → packages/errors/src/index.ts",
  ]);
});

test.each([
  [`import { readFileSync } from "node:fs"; readFileSync("x");`, "node:fs"],
  [`Buffer.from("x");`, "Buffer"],
  [`process.exit(1);`, "process"],
])("what a package's main entry reaches does without Node: %s", (line, culprit) => {
  const house = build({
    "packages/errors/src/index.ts": `export * from "./inner.js";`,
    "packages/errors/src/inner.ts": `${line} export {};`,
    "packages/errors/src/node.ts": `${line} export {};`,
  });
  writeFileSync(
    join(house, "tsconfig.faces.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.faces.json"),
      include: ["packages/*/src/index.ts"],
    }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.faces.json"], {
    cwd: house,
  });
  const lines = String(stdout).trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("packages/errors/src/inner.ts");
  expect(lines[0]).toContain(`'${culprit}'`);
});

test("non-null assertions are for numeric files", async () => {
  const eslint = new ESLint({ cwd: root });
  const severity = async (file: string): Promise<unknown> => {
    const config = (await eslint.calculateConfigForFile(join(root, file))) as {
      readonly rules: Readonly<Record<string, readonly unknown[]>>;
    };
    return config.rules["@typescript-eslint/no-non-null-assertion"]?.[0];
  };
  const [off, error] = [0, 2];
  expect(await severity("packages/errors/src/check.ts")).toBe(error);
  expect(await severity("apps/eval/src/main.ts")).toBe(error);
  expect(await severity("packages/tensor/src/dot.ts")).toBe(off);
});
