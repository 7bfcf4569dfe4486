import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

/** As much of a package.json as says what is packed. */
interface Manifest {
  readonly name: string;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = [
  ...readdirSync(join(root, "packages")).map((name) => join(root, "packages", name)),
  join(root, "apps/eval"),
];

/** A project that has the files of the packages that would be published, and nothing else of them. */
let project: string;
const entries: string[] = [];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "evalpool-packed-"));
  for (const place of packages) install(place);
  link(join(root, "node_modules/@types/node"), "@types/node");
  write("package.json", { type: "module" });
});
afterAll(() => rmSync(project, { recursive: true }));

function install(place: string): void {
  const { name, files, exports, dependencies } = JSON.parse(
    readFileSync(join(place, "package.json"), "utf8"),
  ) as Manifest;
  for (const file of ["package.json", ...files]) {
    cpSync(join(place, file), join(project, "node_modules", name, file), { recursive: true });
  }
  for (const other of Object.keys(dependencies ?? {})) {
    if (!other.startsWith("@evalpool/")) {
      link(join(place, "node_modules", other), `${name}/node_modules/${other}`);
    }
  }
  const code = Object.keys(exports).filter((entry) => !entry.includes("*"));
  entries.push(...code.map((entry) => name + entry.slice(1)));
}

function link(target: string, name: string): void {
  const place = join(project, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}

function write(name: string, content: string | object): void {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(project, name), text);
}

function runNode(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  return stdout + stderr;
}

test("types are strict to the last library's, and need Node's alone", () => {
  const names = entries.map((entry, i) => `import * as m${i} from "${entry}";`);
  write(
    "all.ts",
    [...names, `export const all = [${entries.map((_, i) => `m${i}`).join()}];`].join("\n"),
  );
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  write("tsconfig.json", { compilerOptions, files: ["all.ts"] });
  expect(runNode(join(root, "node_modules/typescript/bin/tsc"))).toBe("");
});

test("what is packed is enough to evaluate on threads, with the weights that come along", () => {
  write(
    "evaluate.ts",
    `import { loadModel } from "@evalpool/checkpoints/node";
    import { loadDataset } from "@evalpool/data/node";
    import { evaluate } from "@evalpool/eval";
    const { total, model } = await evaluate({
      model: loadModel("mlp"),
      dataset: loadDataset("synthetic", "test"),
      threads: 2,
    });
    console.log(total, model.parameters);`,
  );
  expect(runNode("evaluate.ts")).toBe("10000 45360\n");
});
