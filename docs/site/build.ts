// The docs as a site, in docs/site/dist: the pages, TypeDoc's under /api/ and the playground, both
// built before, under /playground/. Every link that stays in it is followed.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Says nothing where it goes well. */
const run = (command: string, ...args: readonly string[]): void => {
  const { status, output, error } = spawnSync(command, args, { cwd: at("."), encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(output.join("") || String(error));
  process.exit(1);
};

if (!existsSync(at("node_modules"))) {
  run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
}
run(at("node_modules/.bin/vitepress"), "build");
cpSync(at("../../api"), at("dist/api"), { recursive: true });
cpSync(at("../../apps/playground/dist"), at("dist/playground"), { recursive: true });
const elsewhere = "^https?://(?!localhost)";
const inSite = ["--recurse", "--check-fragments", "--skip", elsewhere, "--verbosity", "error"];
run(at("node_modules/.bin/linkinator"), "dist", ...inSite);
