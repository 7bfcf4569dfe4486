import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packArguments, publicPackages, type Manifest } from "../../public-packages.js";

/** A project that is none of this repository's, in a path with spaces, beside a clone that packed. */
export interface ForeignProject extends AsyncDisposable {
  /** Absolute path; the tarballs are in `../evalpool/packed` from there. */
  readonly directory: string;
  /** Absolute path of a package as it would be published. */
  tarball(name: string): string;
  /** Writes a file, in directories that are made where they are missing. */
  write(file: string, content: string | object): Promise<void>;
  /** What a command prints and how it ends, there or in a directory of it. */
  run(command: string, args: readonly string[], place?: string): Promise<Outcome>;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const pnpm = ["-y", "pnpm@12"];

/**
 * Packs every package that is not private, and installs the tarballs beside what projects are built
 * with, whose versions the lock file says.
 *
 * @throws {Error} with pnpm's own words when that cannot be done
 */
export async function createForeignProject(): Promise<ForeignProject> {
  const home = await mkdtemp(join(tmpdir(), "evalpool foreign "));
  const directory = join(home, "a project");
  const packedDirectory = join(home, "evalpool/packed");
  const tarball = (name: string): string => join(packedDirectory, fileOf(name));
  await succeed("npx", [...pnpm, ...packArguments(packedDirectory)], root);

  await mkdir(directory);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    await cp(new URL(file, import.meta.url), join(directory, file));
  }
  const given = JSON.parse(
    await readFile(new URL("package.json", import.meta.url), "utf8"),
  ) as Manifest;
  const packed = Object.fromEntries(
    publicPackages.map(({ manifest: { name } }) => [name, `file:${tarball(name)}`]),
  );
  const write = async (file: string, content: string | object): Promise<void> => {
    const path = join(directory, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  };
  await write("package.json", { ...given, dependencies: { ...given.dependencies, ...packed } });
  // What one of them needs of another is on no registry.
  const overrides = Object.entries(packed).map(([name, place]) => `  "${name}": "${place}"\n`);
  const settings = await readFile(join(directory, "pnpm-workspace.yaml"), "utf8");
  await write("pnpm-workspace.yaml", `${settings}\noverrides:\n${overrides.join("")}`);
  const flags = ["--no-frozen-lockfile", "--prefer-offline"];
  await succeed("npx", [...pnpm, "install", ...flags], directory);

  return {
    directory,
    tarball,
    write,
    run: (command, args, place = ".") => run(command, args, join(directory, place)),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

/** How pnpm names a package's tarball. */
function fileOf(name: string): string {
  const version = publicPackages.find(({ manifest }) => manifest.name === name)?.manifest.version;
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

async function succeed(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
}

function run(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  // As from a terminal: what Vitest sets would have tools think that they are under test.
  const { NODE_ENV: _, VITEST: __, ...inherited } = process.env;
  const env = { ...inherited, NEXT_TELEMETRY_DISABLED: "1", EVALPOOL_CACHE: "/nonexistent" };
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
