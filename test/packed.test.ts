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
import { isForBrowsers, publicPackages, type PublicPackage } from "../public-packages.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A project that has the files of the packages that would be published, and nothing else of them. */
let project: string;
const entries = publicPackages.flatMap((it) => it.entries);

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "evalpool-packed-"));
  for (const each of publicPackages) install(each);
  link(join(root, "node_modules/@types/node"), "@types/node");
  write("package.json", { type: "module" });
});
afterAll(() => rmSync(project, { recursive: true }));

function install({ directory, manifest: { name, files, dependencies } }: PublicPackage): void {
  for (const file of ["package.json", "README.md", ...files]) {
    cpSync(join(directory, file), join(project, "node_modules", name, file), { recursive: true });
  }
  for (const other of Object.keys(dependencies ?? {})) {
    if (!other.startsWith("@evalpool/")) {
      link(join(directory, "node_modules", other), `${name}/node_modules/${other}`);
    }
  }
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

const strict = {
  target: "es2024",
  lib: ["es2024"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};
const inBrowsers = { ...strict, lib: ["es2024", "dom"], types: [], module: "esnext" };

test.each([
  ["Node's alone", strict, () => true],
  ["a browser's alone", { ...inBrowsers, moduleResolution: "bundler" }, isForBrowsers],
])("types are strict to the last library's, and need %s", (_, compilerOptions, isWanted) => {
  const wanted = entries.filter(isWanted);
  const imports = wanted.map((entry, i) => `import * as m${i} from "${entry}";`);
  const all = `export const all = [${wanted.map((_, i) => `m${i}`).join()}];`;
  write("all.ts", [...imports, all].join("\n"));
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

test("a package says what it is, by what words it is found, under which licence, and what changed", () => {
  for (const { directory, manifest } of publicPackages) {
    expect(manifest, manifest.name).toMatchObject({ license: "MIT" });
    expect(manifest.description, manifest.name).toMatch(/^\S.{20,}/);
    expect(readFileSync(join(directory, "CHANGELOG.md"), "utf8"), manifest.name).toMatch(
      new RegExp(`^# ${manifest.name}\\n\\n## ${manifest.version}\\n`),
    );
    expect(manifest.keywords.length, manifest.name).toBeGreaterThan(2);
  }
});

test("the command's package has what its files ask for, as they were built with it", () => {
  const [command, library] = ["evalpool", "@evalpool/eval"].map((name) => {
    const found = publicPackages.find(({ manifest }) => manifest.name === name);
    return JSON.parse(readFileSync(join(found!.directory, "package.json"), "utf8")) as Manifests;
  }) as [Manifests, Manifests];
  const built = { ...library.devDependencies, ...library.dependencies };
  for (const [name, version] of Object.entries(command.dependencies))
    expect(version, name).toBe(built[name]);
  const dist = join(
    publicPackages.find(({ manifest }) => manifest.name === "evalpool")!.directory,
    "dist",
  );
  const text = readdirSync(dist)
    .filter((file) => file.endsWith(".js"))
    .map((file) => readFileSync(join(dist, file), "utf8"))
    .join("\n");
  // What is loaded late, by `require`, among them.
  for (const name of Object.keys(command.dependencies)) expect(text).toContain(`"${name}"`);
  expect(text).not.toMatch(/(from |import\()"@evalpool\//);
});

/** The dependencies of a package, and what it is built with. */
interface Manifests {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
