// `pnpm run pack` builds what is not private, and writes each package as it would be published into
// packed/, to be installed elsewhere.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { packArguments, publicPackages } from "./public-packages.ts";

const destination = "packed";

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  process.exit(status ?? 1);
}

rmSync(destination, { recursive: true, force: true });
run(process.execPath, ["build-first.ts", ...publicPackages.map(({ manifest }) => manifest.name)]);
run("pnpm", packArguments(`${process.cwd()}/${destination}`));
for (const file of readdirSync(destination)) console.log(`${destination}/${file}`);
