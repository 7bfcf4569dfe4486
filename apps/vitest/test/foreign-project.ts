import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedDirectory } from "../../../test/shared.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A user's own project, which has evalpool and Vitest among its `node_modules`. */
export interface ForeignProject extends AsyncDisposable {
  write(file: string, text: string): Promise<void>;
  /** Runs Vitest once. @returns the exit code and all that it printed */
  vitest(...args: string[]): Promise<{ readonly code: number | null; readonly text: string }>;
  /** Compiles all files, strictly. @returns what the compiler says */
  tsc(): Promise<string>;
}

/**
 * @param how packages lie in it: copied, as they are installed, or linked from the clone, which
 * Vitest reads as the project's own files
 */
export async function createForeignProject(how: "copied" | "linked"): Promise<ForeignProject> {
  const directory = await mkdtemp(join(tmpdir(), "evalpool a project-"));
  const modules = join(directory, "node_modules");
  await mkdir(join(modules, "@evalpool"), { recursive: true });
  const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
  for (const from of [...packages, "apps/eval", "apps/vitest"].map((name) => join(root, name))) {
    const to = join(modules, "@evalpool", from.slice(from.lastIndexOf("/") + 1));
    if (how === "linked") await symlink(from, to);
    else await copyPackage(from, to);
  }
  for (const name of ["vitest", "@types/node"]) await link(root, modules, name);
  await writeFile(join(directory, "package.json"), JSON.stringify({ type: "module" }));
  return {
    write: (file, text) => writeFile(join(directory, file), text),
    vitest: (...args) => run(directory, "vitest/vitest.mjs", ["run", ...args]),
    tsc: async () => (await run(directory, "typescript/bin/tsc", ["-p", "."])).text,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

/** What `npm pack` takes of it, beside what it depends on. */
async function copyPackage(from: string, to: string): Promise<void> {
  for (const part of ["package.json", "dist", "checkpoints"]) {
    if (existsSync(join(from, part)))
      await cp(join(from, part), join(to, part), { recursive: true });
  }
  const installed = join(from, "node_modules");
  if (!existsSync(installed)) return;
  for (const name of readdirSync(installed)) {
    const scoped = name.startsWith("@") ? readdirSync(join(installed, name)) : undefined;
    const names = scoped?.map((it) => `${name}/${it}`) ?? [name];
    for (const it of names) {
      if (!it.startsWith("@evalpool/") && !it.startsWith("."))
        await link(from, join(to, "node_modules"), it);
    }
  }
}

async function link(from: string, modules: string, name: string): Promise<void> {
  await mkdir(dirname(join(modules, name)), { recursive: true });
  await symlink(join(from, "node_modules", name), join(modules, name));
}

function run(
  cwd: string,
  script: string,
  args: readonly string[],
): Promise<{ code: number | null; text: string }> {
  // Without what this Vitest tells its own workers.
  const env = { PATH: process.env["PATH"], EVALPOOL_DATA: sharedDirectory, NO_COLOR: "1" };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, "node_modules", script), ...args],
      { cwd, env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, text: stdout + stderr }),
    );
  });
}
