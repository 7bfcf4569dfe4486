// `pnpm mutate PACKAGE [FILE…]` changes one place of a package after the other, or of some of its
// files, and says which changes no unit test notices.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function run(command: string, args: readonly string[], cwd: string, env = {}): void {
  const options = { cwd, env: { ...process.env, ...env }, stdio: "inherit" } as const;
  const { status, error } = spawnSync(command, args, options);
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function refuse(expected: string, got: string): never {
  console.error(`expected ${expected}, got ${got}`);
  process.exit(2);
}

const [name, ...files] = process.argv.slice(2);
const src = `../../packages/${name}/src`;
if (name === undefined || !existsSync(at(src))) {
  refuse("the name of a package, as metrics", name ?? "none");
}
const missing = files.find((file) => !existsSync(at(`${src}/${file}`)));
if (missing !== undefined) refuse(`files of packages/${name}/src, as tally.ts`, missing);
if (!existsSync(at("node_modules"))) run("npm", ["ci", "--ignore-scripts"], at("."));
run(at("node_modules/.bin/stryker"), ["run", at("stryker.config.mjs")], at("../.."), {
  PACKAGE: name,
  // Stryker's copy of the repository lies deeper, and has nothing beside it.
  EVALPOOL_TEST_SHARED: process.env["EVALPOOL_TEST_SHARED"] ?? at("../../../shared"),
  ...(files.length > 0 && { FILES: files.join() }),
});
