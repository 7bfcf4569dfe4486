// `pnpm mutate PACKAGE` changes one place of a package after the other, and says which changes no
// unit test notices.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function run(command: string, args: readonly string[], cwd: string, name = ""): void {
  const env = { ...process.env, PACKAGE: name };
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const [name] = process.argv.slice(2);
if (name === undefined || !existsSync(at(`../../packages/${name}/src`))) {
  console.error(`expected the name of a package, as metrics, got ${name ?? "none"}`);
  process.exit(2);
}
if (!existsSync(at("node_modules"))) run("npm", ["ci", "--ignore-scripts"], at("."));
run(at("node_modules/.bin/stryker"), ["run", at("stryker.config.mjs")], at("../.."), name);
